"""Programmes with what hangs from them, as the detail pages read them: published parts only.

A published programme may point to a draft: its predecessor, an agency, a plan, the larger grant. A
prefetch through `published()` leaves such a neighbour out, so that no page can name it.
"""

from collections.abc import Iterable

from django.db.models import F, Prefetch

from programmes.models import Country, Grant, Milestone, Participation, Programme, PublishableQuerySet
from programmes.models.programme import ProgrammeQuerySet

SHOWN = 50  # rows of a list on a detail page; the rest is a link to the filtered list


def with_money_and_roles(programmes: ProgrammeQuerySet) -> ProgrammeQuerySet:
    """With grants, funders, agencies and countries: what a row of a table or a sentence needs."""
    return programmes.prefetch_related(
        Prefetch(
            "grants",
            Grant.objects.published()
            .select_related("funder")
            .prefetch_related(Prefetch("part_of", Grant.objects.published()))
            .order_by("announced_earliest", "slug"),
        ),
        Prefetch(
            "participations", Participation.objects.published().select_related("agency").order_by("agency__name", "id")
        ),
        Prefetch("countries", Country.objects.order_by("name")),
    )


def with_everything(programmes: ProgrammeQuerySet) -> ProgrammeQuerySet:
    """With its terms, plans, predecessor and successors too: what its own page shows."""
    return with_money_and_roles(programmes).prefetch_related(
        "terms",
        Prefetch("aligned_with", Milestone.objects.published()),
        # without an order: SQLite would walk the whole index of that order to find one row
        Prefetch("predecessor", Programme.objects.published().order_by()),
        Prefetch("successors", Programme.objects.published().order_by()),
    )


def newest_first(programmes: ProgrammeQuerySet) -> ProgrammeQuerySet:
    """By start, newest first; without a start last. The order of the list of programmes, which an index has."""
    return programmes.order_by(F("start_earliest").desc(nulls_last=True), "-id")


def by_date(milestones: PublishableQuerySet) -> PublishableQuerySet:
    """Laws, plans and systems in order of time, undated last."""
    return milestones.order_by(F("date_earliest").asc(nulls_last=True), "title")


def records_of(programmes: Iterable[Programme]) -> list[object]:
    """The programmes with their grants and roles: the records on which a page needs evidence."""
    records: list[object] = []
    for programme in programmes:
        records += [programme, *programme.grants.all(), *programme.participations.all()]
    return records
