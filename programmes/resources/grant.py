"""Grants and participations as files."""

from django.db import models

from programmes.models import Grant, Participation, Programme, editors_rates_of
from programmes.resources.base import RegisterResource
from programmes.resources.columns import Column
from programmes.resources.lookups import chunks
from programmes.resources.widgets import AmountWidget


class GrantResource(RegisterResource):
    name = "grants"
    amount = Column("amount", AmountWidget(), Grant._meta.get_field("amount"))
    derived = ("amount_usd", "usd_rate", "usd_rate_date", "usd_rate_source")

    class Meta:
        model = Grant
        import_id_fields = ("slug",)
        fields = ("slug", "programme", "funder", "amount", "currency", "kind", "announced", "part_of", "note")

    def prepare_many(self, instances: list[models.Model]) -> None:
        """Editors' rates, and the programmes by whose start an undated grant is converted."""
        self.rates = editors_rates_of()
        programmes: dict[int, Programme] = {}
        for part in chunks({grant.programme_id for grant in instances}):
            programmes.update(Programme.objects.only("id", "slug", "start_earliest").in_bulk(part))
        for grant in instances:
            grant.programme = programmes[grant.programme_id]

    def prepare(self, instance: models.Model) -> None:
        instance.derive(self.rates)


class ParticipationResource(RegisterResource):
    name = "participations"

    class Meta:
        model = Participation
        import_id_fields = ("programme", "agency", "role")
        fields = ("programme", "agency", "role", "basis", "reason")
