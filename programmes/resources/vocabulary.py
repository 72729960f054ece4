"""Code lists, countries and editors' exchange rates as files."""

from programmes.models import Country, ExchangeRate, Term
from programmes.resources.base import RegisterResource


class TermResource(RegisterResource):
    name = "terms"
    key_separator = ":"

    class Meta:
        model = Term
        import_id_fields = ("vocabulary", "code")
        fields = ("vocabulary", "code", "label", "definition", "source", "position")


class CountryResource(RegisterResource):
    name = "countries"

    class Meta:
        model = Country
        import_id_fields = ("code",)
        fields = ("code", "alpha3", "name")


class ExchangeRateResource(RegisterResource):
    name = "exchange_rates"

    class Meta:
        model = ExchangeRate
        import_id_fields = ("currency", "date")
        fields = ("currency", "date", "per_usd", "source")
