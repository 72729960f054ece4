"""What writes to several rows of the record at once.

Actions are keyword-only and atomic. Those that a person asks for take `by=`, the user.
"""

from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from programmes.bulk import update_columns
from programmes.models import Grant, Programme, Revision, editors_rates_of


@transaction.atomic
def bump_revision() -> None:
    """Raise the register's data version once; for writers that send no signals."""
    Revision.bump()


@transaction.atomic
def convert_grants(*, grants: QuerySet[Grant]) -> None:
    """Reckon the dollar value of these grants anew, and the totals of their programmes."""
    rates = editors_rates_of()
    rows = list(grants.select_related("programme"))
    for grant in rows:
        grant.derive(rates)
    update_columns(rows, "amount_usd", "usd_rate", "usd_rate_date", "usd_rate_source")
    refresh_money(programme_ids=[grant.programme_id for grant in rows])


@transaction.atomic
def refresh_money(*, programme_ids: Iterable[int] | None = None) -> None:
    """Reckon `total_usd` and `money_state` of these programmes (all if None) from public grants.

    A part is not added to a whole that states its amount; a grant without a dollar value adds
    nothing and makes the programme's money at most partly stated.
    """
    programmes = Programme.objects.all()
    grants = Grant.objects.published().counted()
    if programme_ids is not None:
        ids = set(programme_ids)
        programmes, grants = programmes.filter(id__in=ids), grants.filter(programme_id__in=ids)
    stated: dict[int, list[tuple[Decimal | None, Decimal | None]]] = {}
    for programme_id, amount, amount_usd in grants.order_by().values_list("programme_id", "amount", "amount_usd"):
        stated.setdefault(programme_id, []).append((amount, amount_usd))

    changed = []
    for programme in programmes.only("id", "total_usd", "money_state"):
        rows = stated.get(programme.id, [])
        dollars = [usd for _, usd in rows if usd is not None]
        total = sum(dollars, Decimal(0)) if dollars else None
        state = money_state([amount is not None for amount, _ in rows])
        if (programme.total_usd, programme.money_state) != (total, state):
            programme.total_usd, programme.money_state = total, state
            changed.append(programme)
    update_columns(changed, "total_usd", "money_state")


def money_state(stated: list[bool]) -> str:
    """Whether a programme's grants state their amounts: all of them, some, or none."""
    if not any(stated):
        return Programme.MoneyState.NONE
    return Programme.MoneyState.STATED if all(stated) else Programme.MoneyState.PARTLY
