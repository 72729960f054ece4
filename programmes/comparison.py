"""Programmes side by side: each fact a row, and whether the programmes differ in it.

That two programmes differ is not a dispute between sources. The states here say only how the cells
of a row stand to each other: `same`, `different`, `partly` (some say nothing, the rest say the
same), `none` (nobody says anything).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from programmes import dates, money, totals
from programmes.models import Basis, Grant, Participation, Programme
from programmes.models.grant import Role

SAME, DIFFERENT, PARTLY, NONE = "same", "different", "partly", "none"
STATE_WORDS = {
    SAME: "same",
    DIFFERENT: "different",
    PARTLY: "not stated for some",
    NONE: "not stated",
}
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One statement in a cell: its words, where they lead, a quiet remark, and the record and fields behind it."""

    text: str
    url: str = ""
    note: str = ""
    value: Any = None
    inferred: bool = False
    record: Any = None
    fields: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one programme has for one fact; without lines it is not stated."""

    slug: str
    title: str
    lines: tuple[Line, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """What cells are compared by: their words, in any order, remarks aside."""
        return tuple(sorted(line.text.casefold() for line in self.lines))


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of all programmes."""

    fact: str
    label: str
    cells: tuple[Cell, ...]
    note: str = ""

    @property
    def state(self) -> str:
        stated = [cell.key for cell in self.cells if cell.lines]
        if not stated:
            return NONE
        if len(set(stated)) > 1:
            return DIFFERENT
        return SAME if len(stated) == len(self.cells) else PARTLY

    @property
    def words(self) -> str:
        return STATE_WORDS[self.state]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two to four programmes and the rows of facts beneath them."""

    programmes: tuple[Programme, ...]
    rows: tuple[Row, ...]

    @property
    def differing(self) -> int:
        return sum(row.state == DIFFERENT for row in self.rows)

    @property
    def same(self) -> int:
        return sum(row.state == SAME for row in self.rows)


def compare(programmes: Sequence[Programme]) -> Comparison:
    """Set programmes side by side. They come with their published grants, roles, terms and plans prefetched."""
    rows = []
    for fact, label, lines_of, note in FACTS:
        cells = tuple(Cell(programme.slug, programme.title, tuple(lines_of(programme))) for programme in programmes)
        rows.append(Row(fact, label, cells, note))
    return Comparison(tuple(programmes), tuple(rows))


def average_a_year(programme: Programme) -> Decimal | None:
    """The total in dollars over the stated duration in years; None where either is not known."""
    if programme.total_usd is None or not programme.duration_months:
        return None
    return (programme.total_usd * MONTHS_A_YEAR / programme.duration_months).quantize(Decimal(1), ROUND_HALF_UP)


# The lines of each fact


def status(programme: Programme) -> Iterable[Line]:
    if programme.status != Programme.Status.UNKNOWN:
        yield Line(programme.get_status_display(), value=programme.status, record=programme, fields="status")


def day(name: str) -> Callable[[Programme], Iterable[Line]]:
    """The lines of a date: in words, with the reason where an editor inferred it."""

    def lines(programme: Programme) -> Iterable[Line]:
        text, basis = getattr(programme, name), getattr(programme, f"{name}_basis")
        if text:
            yield Line(
                dates.describe(text, basis),
                note=getattr(programme, f"{name}_reason"),
                value=text,
                inferred=basis == Basis.INFERRED,
                record=programme,
                fields=f"{name} period",
            )
        elif name == "end" and programme.is_running:
            yield Line("reported running, end not stated", record=programme, fields="end period status")

    return lines


def duration(programme: Programme) -> Iterable[Line]:
    months = programme.duration_months
    if months:
        yield Line(in_months(months), value=months, record=programme, fields="duration")


def in_months(months: int) -> str:
    """A stated duration in words: "36 months (3 years)"."""
    words = f"{months} month{'' if months == 1 else 's'}"
    years, rest = divmod(months, MONTHS_A_YEAR)
    return words if rest or not years else f"{words} ({years} year{'' if years == 1 else 's'})"


def funders(programme: Programme) -> Iterable[Line]:
    grants = list(programme.grants.all())
    named = list(dict.fromkeys(grant.funder for grant in grants))
    for funder in named:
        grant = next(grant for grant in grants if grant.funder == funder)
        # with one funder, what sources say of the programme's funder is about it
        record = programme if len(named) == 1 else grant
        yield Line(funder.name, funder.get_absolute_url(), record=record, fields="funder", value=funder.slug)


def amounts(programme: Programme) -> Iterable[Line]:
    for grant in programme.grants.all():
        if grant.is_stated:
            part = "part of a larger grant, not added to it" if grant.part_of else ""
            kind = "" if grant.kind == Grant.Kind.UNKNOWN else grant.get_kind_display().lower()
            yield Line(
                money.exact(grant.amount, grant.currency),
                note=", ".join(filter(None, [f"from {grant.funder.name}", kind, part])),
                value=money.plain(grant.amount),
                record=grant,
                fields="amount",
            )


def in_dollars(programme: Programme) -> Iterable[Line]:
    if programme.total_usd is None:
        return
    notes = filter(None, [totals.of_one_programme(list(programme.grants.all())).remark])
    rates = {
        f"{grant.currency} at {money.plain(grant.usd_rate)} to the dollar, {grant.usd_rate_date:%-d %b %Y}, "
        f"{grant.usd_rate_source}"
        for grant in programme.grants.all()
        if grant.usd_rate and grant.currency != money.USD and grant.usd_rate_date
    }
    yield Line(
        money.dollars(programme.total_usd),
        note="; ".join([*notes, *sorted(rates)]),
        value=money.plain(programme.total_usd),
    )


def yearly(programme: Programme) -> Iterable[Line]:
    average = average_a_year(programme)
    if average is not None:
        remark = totals.of_one_programme(list(programme.grants.all())).remark
        yield Line(money.exact(average, money.USD), note=remark, value=money.plain(average))


def agencies(*roles: str) -> Callable[[Programme], Iterable[Line]]:
    """The lines of the agencies in these roles."""

    def lines(programme: Programme) -> Iterable[Line]:
        for role in roles:
            for row in programme.participations.all():
                if row.role == role:
                    yield agency_line(row, name_role=len(roles) > 1)

    return lines


def agency_line(row: Participation, *, name_role: bool) -> Line:
    inferred = row.basis == Basis.INFERRED
    notes = [row.get_role_display().lower() if name_role else "", f"inferred: {row.reason}" if inferred else ""]
    return Line(
        row.agency.name,
        row.agency.get_absolute_url(),
        note="; ".join(filter(None, notes)),
        value=row.agency.slug,
        inferred=inferred,
        record=row,
        fields="role agency",
    )


def terms(vocabulary: str) -> Callable[[Programme], Iterable[Line]]:
    """The lines of a programme's terms of one code list."""

    def lines(programme: Programme) -> Iterable[Line]:
        for term in programme.terms_of(vocabulary):
            yield Line(term.label, value=term.code)

    return lines


def countries(programme: Programme) -> Iterable[Line]:
    for country in programme.countries.all():
        yield Line(country.name, country.get_absolute_url(), value=country.code)


def reached(programme: Programme) -> Iterable[Line]:
    words = programme.target_group_list
    if words:
        yield Line("; ".join(words), record=programme, fields="target_groups")


def plans(programme: Programme) -> Iterable[Line]:
    for milestone in programme.aligned_with.all():
        yield Line(milestone.title, milestone.get_absolute_url(), value=milestone.slug)


def predecessor(programme: Programme) -> Iterable[Line]:
    earlier = programme.predecessor
    if earlier:
        yield Line(
            earlier.title, earlier.get_absolute_url(), value=earlier.slug, record=programme, fields="predecessor"
        )


def title_of(programme: Programme) -> Iterable[Line]:
    yield Line("Official title" if programme.title_is_official else "Our description", record=programme, fields="title")


FACTS: tuple[tuple[str, str, Callable[[Programme], Iterable[Line]], str], ...] = (
    ("funder", "Funders", funders, ""),
    ("amount", "Amount as given", amounts, "In the original currency."),
    ("total_usd", "In US dollars", in_dollars, "At the rate of the day announced, else of the earliest start."),
    ("average", "Simple average a year", yearly, "The total over the stated duration: so called, not a budget."),
    ("start", "Start", day("start"), ""),
    ("end", "End", day("end"), ""),
    ("duration", "Duration", duration, "As a source states it."),
    ("status", "Status", status, ""),
    ("lead", "Carried out by", agencies(Role.LEAD, Role.IMPLEMENTER), ""),
    ("partners", "Partners", agencies(Role.GOVERNMENT, Role.PARTNER), ""),
    ("countries", "Countries", countries, ""),
    ("paradigm", "Type of work", terms("paradigm"), ""),
    ("crime", "Crime", terms("crime"), ""),
    ("exploitation", "Form of exploitation", terms("exploitation"), ""),
    ("target_groups", "People reached", reached, "In the words of the sources."),
    ("aligned_with", "Laws and plans it follows", plans, ""),
    ("predecessor", "Follows on from", predecessor, ""),
    ("title", "Kind of title", title_of, ""),
)


def headline(compared: Comparison) -> str:
    """What the table shows, in a sentence that claims no more than its rows."""
    differ = f"differ in {compared.differing} of the facts below" if compared.differing else "differ in no fact below"
    return f"The {len(compared.programmes)} programmes {differ} and are the same in {compared.same or 'none'}."
