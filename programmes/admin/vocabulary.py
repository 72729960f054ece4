"""Admin of code lists, countries and exchange rates."""

from django.contrib import admin

from programmes.admin.base import RegisterAdmin
from programmes.models import Country, ExchangeRate, Term
from programmes.resources import CountryResource, ExchangeRateResource, TermResource


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
