"""Totals that say what is in them: "US$12.4 million across 9 of 14 programmes; 2 not converted".

A missing amount or a missing rate adds nothing and is counted, never taken for zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, Min, Q, Sum

from programmes.models import Grant, Programme
from programmes.models.grant import GrantQuerySet
from programmes.models.programme import FAR_FUTURE, MoneyState, ProgrammeQuerySet


@dataclass(frozen=True, slots=True)
class ProgrammeTotals:
    """What some programmes are worth together, related ones left out of the sum."""

    programmes: int  # all of them
    related: int  # of those, left out of everything below
    stated: int  # with an amount for all or some of their grants
    partly: int  # of those, with an amount for some only
    converted: int  # with a dollar value
    total_usd: Decimal | None
    first: date | None  # the span of all of them, as filters on years use it
    last: date | None
    undated: int

    @property
    def counted(self) -> int:
        return self.programmes - self.related

    @property
    def not_stated(self) -> int:
        return self.counted - self.stated

    @property
    def not_converted(self) -> int:
        return self.stated - self.converted

    @property
    def runs_on(self) -> bool:
        """Whether one of them is reported running, with no end stated."""
        return self.last == FAR_FUTURE


def of_programmes(programmes: ProgrammeQuerySet, *, with_related: bool = False) -> ProgrammeTotals:
    """Add up programmes by their derived columns, in one query; related ones only `with_related`."""
    counted = Q() if with_related else ~Q(relevance=Programme.Relevance.RELATED)
    return ProgrammeTotals(
        **programmes.order_by().aggregate(
            programmes=Count("id"),
            related=Count("id", filter=Q(pk__in=[]) if with_related else ~counted),
            stated=Count("id", filter=counted & ~Q(money_state=MoneyState.NONE)),
            partly=Count("id", filter=counted & Q(money_state=MoneyState.PARTLY)),
            converted=Count("id", filter=counted & Q(total_usd__isnull=False)),
            total_usd=Sum("total_usd", filter=counted),
            first=Min("active_from"),
            last=Max("active_to"),
            undated=Count("id", filter=Q(active_from=None)),
        )
    )


@dataclass(frozen=True, slots=True)
class GrantTotals:
    """What some grants are worth together. A part is not added to a whole that states its amount."""

    grants: int  # all of them
    parts: int  # of those, left out because a larger grant holds them
    related: int  # of those, left out because their programme is only related
    counted: int  # the rest
    stated: int
    converted: int
    total_usd: Decimal | None

    @property
    def not_stated(self) -> int:
        return self.counted - self.stated

    @property
    def not_converted(self) -> int:
        return self.stated - self.converted

    @property
    def remark(self) -> str:
        """What a sum leaves out, for a quiet line beside it: "2 of 3 grants; 1 not converted"; '' if nothing."""
        gaps = [
            f"{self.converted} of {self.counted} grants" if self.converted < self.counted else "",
            f"{self.not_stated} without an amount" if self.not_stated else "",
            f"{self.not_converted} not converted" if self.not_converted else "",
            f"{self.parts} part{'' if self.parts == 1 else 's'} of larger grants not added" if self.parts else "",
        ]
        return "; ".join(filter(None, gaps))


def of_one_programme(grants: Sequence[Grant]) -> GrantTotals:
    """Add up the grants of one programme, read already, whatever its relevance."""
    counted = [grant for grant in grants if not (grant.part_of and grant.part_of.is_stated)]
    dollars = [grant.amount_usd for grant in counted if grant.amount_usd is not None]
    return GrantTotals(
        grants=len(grants),
        parts=len(grants) - len(counted),
        related=0,
        counted=len(counted),
        stated=sum(grant.is_stated for grant in counted),
        converted=len(dollars),
        total_usd=sum(dollars, Decimal(0)) if dollars else None,
    )


def of_grants(grants: GrantQuerySet) -> GrantTotals:
    """Add up grants, in one query."""
    is_part = Q(part_of__amount__isnull=False)
    is_related = Q(programme__relevance=Programme.Relevance.RELATED)
    counted = ~is_part & ~is_related
    return GrantTotals(
        **grants.order_by().aggregate(
            grants=Count("id"),
            parts=Count("id", filter=is_part),
            related=Count("id", filter=is_related & ~is_part),
            counted=Count("id", filter=counted),
            stated=Count("id", filter=counted & Q(amount__isnull=False)),
            converted=Count("id", filter=counted & Q(amount_usd__isnull=False)),
            total_usd=Sum("amount_usd", filter=counted),
        )
    )
