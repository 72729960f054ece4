"""Admin of funders and agencies."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from programmes.admin.base import PublishingAdmin
from programmes.models import Agency, Funder
from programmes.models.organisations import Organisation
from programmes.resources import AgencyResource, FunderResource


class OrganisationAdmin(PublishingAdmin):
    """What funders and agencies share."""

    list_filter = ["visibility", "kind", ("country", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["country"]
    search_fields = ["name", "acronym", "aliases", "slug"]
    search_help_text = "Name, acronym or other name."
    autocomplete_fields = ["country"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "slug", "acronym", "aliases", "kind", "country", "visibility"]}),
        ("More", {"fields": ["website", "identifier", "note"]}),
    ]
    # The relation that leads to the programmes.
    role = ""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        return super().get_queryset(request).annotate(programme_total=Count(f"{self.role}__programme", distinct=True))

    @admin.display(description="programmes", ordering="programme_total")
    def programme_total(self, record: Organisation) -> int:
        return record.programme_total


@admin.register(Funder)
class FunderAdmin(OrganisationAdmin):
    """Organisations that pay."""

    resource_class = FunderResource
    role = "grants"
    list_display = ["name", "acronym", "kind", "country", "programme_total", "source_count", "visibility"]


@admin.register(Agency)
class AgencyAdmin(OrganisationAdmin):
    """Organisations that carry work out or take part."""

    resource_class = AgencyResource
    role = "participations"
    list_display = ["name", "acronym", "kind", "country", "programme_total", "source_count", "visibility"]
    autocomplete_fields = ["country", "also_funder"]
    fieldsets = [*OrganisationAdmin.fieldsets, ("The same body as", {"fields": ["also_funder"]})]
