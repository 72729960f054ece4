"""One row of a timeline: what it says of a programme, and what may be drawn of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.urls import reverse

from programmes import dates, money
from programmes.charts import spans
from programmes.dates import Bounds
from programmes.models import Grant, Milestone, Participation, Programme, Term

AMOUNT_NOT_STATED = "amount not stated"
NO_DATES = "no dates stated"

# A bar's colour: which crime the work is against, as its sources name it. One answer for each programme, unlike the
# type of work, of which most have three. The order is fixed; the page's colours hang on these codes.
CATEGORIES = {
    "trafficking": "Trafficking in persons",
    "smuggling": "Smuggling of migrants",
    "both": "Trafficking and smuggling",
    "other": "Neither is named",
}
TRAFFICKING, SMUGGLING = {"TIP", "BOTH"}, {"SOM", "BOTH"}
GOVERNMENT_OF = "Government of "
ROLES = {role: place for place, role in enumerate(["lead", "implementer", "government", "partner"])}
COLUMNS = (
    "id", "slug", "title", "status", "duration_months", "featured", "total_usd",
    "start", "start_basis", "start_earliest", "start_latest", "end", "end_basis", "end_earliest", "end_latest",
)  # fmt: skip
MILESTONE_COLUMNS = (
    "id", "slug", "title", "kind", "source_count",
    "date", "date_earliest", "date_latest", "end", "end_earliest", "end_latest",
)  # fmt: skip


class Gift(NamedTuple):
    """One grant, as far as a row needs it; `is_part`: a larger grant that states its amount already holds it."""

    funder: str
    amount: Decimal | None
    currency: str
    amount_usd: Decimal | None
    is_part: bool


def rows_of(programmes: type[Programme], ids: Sequence[int], today: date) -> dict[int, dict[str, Any]]:
    """Return the rows of these programmes by id; five queries, however many they are."""
    wanted = set(ids)
    gifts, agencies, countries, crimes = (found(wanted) for found in (_gifts, _agencies, _countries, _crimes))
    rows = {}
    for values in programmes.objects.published().filter(id__in=wanted).values(*COLUMNS):
        number = values["id"]
        rows[number] = {
            **programme_row(values, today),
            **money_of(gifts.get(number, []), values["total_usd"]),
            "agencies": agencies.get(number, []),
            "countries": countries.get(number, []),
            "category": category(crimes.get(number, set())),
        }
    return rows


def _gifts(ids: set[int]) -> dict[int, list[Gift]]:
    columns = ("programme_id", "funder__acronym", "funder__name", "amount", "currency", "amount_usd", "part_of__amount")
    found: dict[int, list[Gift]] = {}
    grants = Grant.objects.published().filter(programme_id__in=ids).order_by("programme_id", "announced_earliest", "id")
    for number, acronym, name, amount, currency, usd, whole in grants.values_list(*columns):
        payer = acronym or name.removeprefix(GOVERNMENT_OF).removeprefix("the ")
        found.setdefault(number, []).append(Gift(payer, amount, currency, usd, whole is not None))
    return found


def _agencies(ids: set[int]) -> dict[int, list[str]]:
    columns = ("programme_id", "role", "agency__acronym", "agency__name")
    links = Participation.objects.published().filter(programme_id__in=ids).values_list(*columns)
    found: dict[int, list[str]] = {}
    for number, _, acronym, name in sorted(links, key=lambda link: (link[0], ROLES.get(link[1], 9), link[3])):
        _add_once(found.setdefault(number, []), acronym or name)
    return found


def _countries(ids: set[int]) -> dict[int, list[dict[str, str]]]:
    links = Programme.countries.through.objects.filter(programme_id__in=ids).order_by("country__name")
    found: dict[int, list[dict[str, str]]] = {}
    for number, code, name in links.values_list("programme_id", "country__code", "country__name"):
        found.setdefault(number, []).append({"code": code, "name": name})
    return found


def _crimes(ids: set[int]) -> dict[int, set[str]]:
    links = Programme.terms.through.objects.filter(programme_id__in=ids, term__vocabulary=Term.Vocabulary.CRIME)
    found: dict[int, set[str]] = {}
    for number, code in links.values_list("programme_id", "term__code"):
        found.setdefault(number, set()).add(code)
    return found


def _add_once(names: list[str], name: str) -> None:
    if name not in names:
        names.append(name)


def programme_row(values: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Return what a row says from a programme's own columns."""
    status = Programme.Status(values["status"])
    running = status is Programme.Status.ACTIVE and not values["end"]
    span = spans.reckon(
        Bounds(values["start_earliest"], values["start_latest"]),
        Bounds(values["end_earliest"], values["end_latest"]),
        running=running,
        planned=status is Programme.Status.PLANNED,
        today=today,
    )
    row = {
        "slug": values["slug"],
        "title": values["title"],
        "url": reverse("programmes:programme-detail", args=[values["slug"]]),
        "status": status.value,
        "status_label": status.label,
        "featured": values["featured"],
        "start": uncertain_date(values, "start"),
        "end": uncertain_date(values, "end"),
        "running": running,
        "drawn": span.is_drawn,
        "segments": [
            {"kind": part.kind.value, "first": part.first.isoformat(), "last": part.last.isoformat()}
            for part in span.segments
        ],
        "before": span.before.value,
        "after": span.after.value,
        "duration_months": values["duration_months"],
    }
    return {**row, "when": when_words(row)}


def uncertain_date(values: Mapping[str, Any], name: str) -> dict[str, str | None]:
    """Return one uncertain date: its text, its bounds, its words."""
    earliest, latest = values[f"{name}_earliest"], values[f"{name}_latest"]
    return {
        "text": values[name],
        "earliest": earliest.isoformat() if earliest else None,
        "latest": latest.isoformat() if latest else None,
        "words": dates.describe(values[name], values.get(f"{name}_basis", "")),
    }


def when_words(row: Mapping[str, Any]) -> str:
    """Say start and end in one line."""
    if not row["start"]["text"] and not row["end"]["text"]:
        return NO_DATES
    end = "reported running" if row["running"] else f"end {row['end']['words']}"
    return f"start {row['start']['words']}; {end}"


def money_of(gifts: Sequence[Gift], total_usd: Decimal | None) -> dict[str, Any]:
    """Return who pays and how much, in words for a label."""
    funders: list[str] = []
    for gift in gifts:
        _add_once(funders, gift.funder)
    counted = [gift for gift in gifts if not gift.is_part]
    return {
        "funders": funders,
        "amount_label": amount_label(counted, total_usd),
        "amount_usd": None if total_usd is None else str(total_usd),
    }


def amount_label(counted: Sequence[Gift], total_usd: Decimal | None) -> str:
    """Say a programme's money: as stated where it has one currency, else in dollars; and of how many grants."""
    stated = [gift for gift in counted if gift.amount is not None]
    if not stated:
        return AMOUNT_NOT_STATED
    currencies = {gift.currency for gift in stated}
    used = stated
    if len(stated) == 1 or (len(currencies) == 1 and money.NO_CURRENCY not in currencies):
        words = money.prose(sum(amounts(stated), Decimal(0)), stated[0].currency)
    elif total_usd is not None:
        used = [gift for gift in stated if gift.amount_usd is not None]
        words = f"about {money.prose_rounded(total_usd)}"
    else:
        words = " + ".join(money.prose(gift.amount, gift.currency) for gift in stated)
    return words if len(used) == len(counted) else f"{words} ({len(used)} of {len(counted)} grants)"


def amounts(gifts: Iterable[Gift]) -> list[Decimal]:
    return [gift.amount for gift in gifts if gift.amount is not None]


def category(crimes: set[str]) -> dict[str, str]:
    """Return the one category that colours a bar."""
    trafficking, smuggling = bool(crimes & TRAFFICKING), bool(crimes & SMUGGLING)
    code = "other"
    if trafficking and smuggling:
        code = "both"
    elif trafficking or smuggling:
        code = "trafficking" if trafficking else "smuggling"
    return {"code": code, "label": CATEGORIES[code]}


def milestone_row(values: Mapping[str, Any], *, aligned: bool) -> dict[str, Any]:
    """Return a law, plan, treaty or system; `aligned`: a programme on the page names it as its frame."""
    return {
        "slug": values["slug"],
        "title": values["title"],
        "url": reverse("programmes:milestone-detail", args=[values["slug"]]),
        "kind": values["kind"],
        "kind_label": Milestone.Kind(values["kind"]).label,
        "country": values["code"] or "",
        "date": uncertain_date(values, "date"),
        "end": uncertain_date(values, "end"),
        "aligned": aligned,
        "sources": values["source_count"],
    }
