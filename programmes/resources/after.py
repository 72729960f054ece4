"""After an import: what its rows mean for the columns reckoned from several of them."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models

from programmes import actions
from programmes.models import ExchangeRate, Funder, Grant, Programme
from programmes.resources.lookups import chunks


@dataclass(slots=True)
class Outcome:
    """What an import wrote of one model: new objects; changed ones, each with its values before, by column."""

    model: type[models.Model]
    new: list[models.Model] = field(default_factory=list)
    changed: list[tuple[models.Model, dict[str, Any]]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.changed)

    def changed_in(self, *columns: str) -> list[models.Model]:
        """The objects of which one of these columns changed."""
        return [instance for instance, before in self.changed if not before.keys().isdisjoint(columns)]

    def before(self, column: str) -> set[Any]:
        """What stood in a column, where it changed."""
        return {before[column] for _, before in self.changed if column in before}


def refresh_record(outcomes: list[Outcome]) -> None:
    """Convert grants anew whose day or rate changed; reckon the money of every programme concerned."""
    concerned: set[int] = set()
    undated: set[int] = set()
    currencies: set[str] = set()
    for outcome in outcomes:
        if outcome.model is Grant:
            concerned |= {grant.programme_id for grant in [*outcome.new, *(grant for grant, _ in outcome.changed)]}
            concerned |= outcome.before("programme")
        elif outcome.model is Programme:
            undated |= {programme.pk for programme in outcome.changed_in("start")}
            concerned |= {programme.pk for programme in outcome.changed_in("visibility")}
        elif outcome.model is Funder:
            for part in chunks({funder.pk for funder in outcome.changed_in("visibility")}):
                concerned |= set(Grant.objects.filter(funder__in=part).values_list("programme_id", flat=True))
        elif outcome.model is ExchangeRate:
            currencies |= {rate.currency for rate in [*outcome.new, *(rate for rate, _ in outcome.changed)]}
    for part in chunks(undated):
        actions.convert_grants(grants=Grant.objects.filter(programme__in=part, announced_earliest=None))
    if currencies:
        actions.convert_grants(grants=Grant.objects.filter(currency__in=currencies))
    for ids in chunks(concerned):
        actions.refresh_money(programme_ids=ids)
