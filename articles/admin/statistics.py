"""Admin of statistics."""

from django.contrib import admin

from articles.models import Statistic
from articles.resources import StatisticResource
from programmes.admin.base import PublishingAdmin


@admin.register(Statistic)
class StatisticAdmin(PublishingAdmin):
    """Numbers that someone gives."""

    resource_class = StatisticResource
    list_display = ["label", "printed", "unit", "country", "period", "indicator", "source_count", "visibility"]
    list_filter = ["visibility", "measure", ("indicator", admin.RelatedOnlyFieldListFilter), "period_basis"]
    list_select_related = ["country", "indicator"]
    search_fields = ["label", "slug", "authority", "as_printed"]
    autocomplete_fields = ["indicator", "country", "crime", "programme"]
    prepopulated_fields = {"slug": ["label"]}
    fieldsets = [
        (None, {"fields": ["label", "slug", ("indicator", "measure", "unit"), "visibility"]}),
        ("The number", {"fields": ["as_printed", ("value", "value_min", "value_max"), "is_censored"]}),
        ("Of what", {"fields": [("country", "subdivision"), "crime", ("period", "period_basis"), "programme"]}),
        ("Who says so", {"fields": ["authority", "note"]}),
    ]

    @admin.display(description="number")
    def printed(self, statistic: Statistic) -> str:
        return statistic.printed_value
