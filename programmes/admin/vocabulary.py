"""Admin of code lists, countries, exchange rates, and laws, plans and systems."""

from django.contrib import admin

from programmes.admin.base import PublishingAdmin, RegisterAdmin
from programmes.models import Country, ExchangeRate, Milestone, Term
from programmes.resources import CountryResource, ExchangeRateResource, MilestoneResource, TermResource


@admin.register(Term)
class TermAdmin(RegisterAdmin):
    """Entries of the code lists."""

    resource_class = TermResource
    list_display = ["code", "label", "vocabulary", "source"]
    list_filter = ["vocabulary"]
    search_fields = ["code", "label", "definition"]
    ordering = ["vocabulary", "position"]


@admin.register(Country)
class CountryAdmin(RegisterAdmin):
    """Countries and territories."""

    resource_class = CountryResource
    list_display = ["name", "code", "alpha3"]
    search_fields = ["name", "code", "alpha3"]


@admin.register(ExchangeRate)
class ExchangeRateAdmin(RegisterAdmin):
    """Rates where the European Central Bank publishes none."""

    resource_class = ExchangeRateResource
    list_display = ["currency", "date", "per_usd", "source"]
    list_filter = ["currency"]
    date_hierarchy = "date"
    search_fields = ["currency", "source"]


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
