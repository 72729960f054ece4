"""Admin of laws, plans, treaties and systems."""

from django.contrib import admin

from programmes.admin.base import PublishingAdmin
from programmes.models import Milestone
from programmes.resources import MilestoneResource


@admin.register(Milestone)
class MilestoneAdmin(PublishingAdmin):
    """Laws, plans, treaties and systems."""

    resource_class = MilestoneResource
    list_display = ["title", "kind", "country", "date", "end", "source_count", "visibility"]
    list_filter = ["visibility", "kind", ("country", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["country"]
    search_fields = ["title", "slug", "summary"]
    autocomplete_fields = ["country"]
    prepopulated_fields = {"slug": ["title"]}
    fieldsets = [
        (None, {"fields": ["title", "slug", "kind", "country", "visibility"]}),
        ("When", {"fields": ["date", "end"]}),
        ("What it is", {"fields": ["summary"]}),
    ]
