"""Uncertain dates: what a source can say about a day, and the days it can mean.

A date is Extended Date/Time Format text (EDTF, ISO 8601-2), because sources say "in 2004" or "by the end of March" and
a day made up from that would be a false fact. This module reads the text into its earliest and latest possible day and
says it in plain words. The forms it knows:

==============================  =========================================  ==================================
text                            what it is                                 in words
==============================  =========================================  ==================================
``2021-08-30``                  a day                                      30 Aug 2021
``2004-03``, ``2015``           a month, a year                            Mar 2004; 2015
``2013~`` ``2013?`` ``2013%``   approximate, uncertain, both               about 2013; perhaps 2013
``[2002-11-25..2004-03-16]``    one day in there: bounds, not a period     between Nov 2002 and Mar 2004
``[2004,2006]``                 one of these                               2004 or 2006
``2002-10/2004-11``             a period                                   Oct 2002 to Nov 2004
``2012/..`` ``../2008``         a period with an open end                  since 2012; until 2008
``2012/`` ``/2008``             a period with a bound that is not known    from 2012, end not stated
``201X`` ``19XX`` ``2004-XX``   digits that are not stated                 the 2010s
(empty)                         nothing is stated                          not stated
==============================  =========================================  ==================================

Years run from 1800 to 2100. Seasons are refused (the same word means other months south of the equator), and so are
times of day and sets of several days at once. Plain dates, periods and sets are read here; only a single date with
digits left out or a mark inside it goes to the ``edtf`` library, and what that answers is checked: measured, it accepts
29 February 2021 and reversed periods, invents 2022 as the end of ``2012/`` and takes 16 milliseconds for one set.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from edtf import EDTFParseException, parse_edtf

MIN_YEAR = 1800
MAX_YEAR = 2100
MAX_LENGTH = 60
NOT_STATED = "not stated"
INFERRED = "inferred"
OPEN = ".."

# fmt: off
MONTHS = ("January", "February", "March", "April", "May", "June",
          "July", "August", "September", "October", "November", "December")
# fmt: on

_DATE = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?(?P<mark>[~?%]?)")
# A date with digits left out, and one with marks anywhere: the two forms that `edtf` is asked about. Its other readings
# of "X" (2004-XX-31: some 31st of 2004) have no plain words, and no source has needed them.
_UNSTATED = re.compile(r"[0-9]{3}X|[0-9]{2}XX|[0-9]{4}-XX(?:-XX)?|[0-9]{4}-[0-9]{2}-XX")
_MARKS = re.compile(r"[~?%]")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The earliest and the latest day that a text can mean; None where that side is open or not known."""

    earliest: date | None
    latest: date | None


@dataclass(frozen=True, slots=True)
class _Point:
    """One date as written, of any precision, with its first and last day."""

    text: str
    earliest: date
    latest: date


_Pair = tuple[_Point | None, _Point | None]


@dataclass(frozen=True, slots=True)
class _Choice:
    """``[...]``: one of these dates, or one date between the two of a pair (None: that side is open)."""

    members: tuple[_Point | _Pair, ...]


@dataclass(frozen=True, slots=True)
class _Period:
    """``start/end``: from one date to another; a side without a date is open (``..``) or not known (empty)."""

    start: _Point | None
    end: _Point | None
    sides: tuple[str, str]


_Value = _Point | _Choice | _Period


def parse(text: str) -> Bounds:
    """Return the earliest and latest day that EDTF text can mean; both are None for ''.

    Raises ValueError, with a message fit for an editor, for everything that is not a date in the forms above: a day
    that no calendar has, a period or set that ends before it starts, a year outside 1800 to 2100, other characters.
    """
    return _bounds(_read(text)) if text else Bounds(None, None)


def is_approximate(text: str) -> bool:
    """Whether any part of the date is marked approximate (``~`` or ``%``), which the register reads as inferred."""
    return "~" in text or "%" in text


def split_interval(text: str) -> tuple[str, str] | None:
    """Return the two sides of a period as written, or None where the text is not a period (``a/b``).

    A side is an EDTF date, ``..`` where it is open, or '' where it is not known. Raises ValueError like `parse`.
    """
    if not text:
        return None
    value = _read(text)
    return value.sides if isinstance(value, _Period) else None


def describe(text: str, basis: str = "") -> str:
    """Say a date in plain English, as the table above shows; 'not stated' for ''.

    A basis of 'inferred' is said too: "between Nov 2002 and Mar 2004 (inferred)". Raises ValueError like `parse`.
    """
    if not text:
        return NOT_STATED
    words = _say(_read(text))
    return f"{words} (inferred)" if basis == INFERRED else words


# Reading


@lru_cache(maxsize=16_384)
def _read(text: str) -> _Value:
    """Read text that is not empty; raises ValueError. Kept, since lists say the same dates again and again."""
    _check_characters(text)
    if text.startswith("["):
        return _read_choice(text)
    if "/" in text:
        return _read_period(text)
    return _read_point(text)


def _check_characters(text: str) -> None:
    """Refuse what can be no date, before any message repeats it."""
    if "\0" in text:
        raise ValueError("A date cannot contain a NUL character.")
    if len(text) > MAX_LENGTH:
        raise ValueError(f"A date has at most {MAX_LENGTH} characters; this has {len(text)}.")
    if not text.isascii() or not text.isprintable():
        raise ValueError("A date is written with the plain digits 0 to 9, as in 2021-08-30; this has other characters.")
    if " " in text:
        raise ValueError(f'"{text}" has a space in it; write a date without spaces, as in 2021-08-30.')
    if text.startswith("{"):
        raise ValueError(f'"{text}" means several dates at once; give one date, a period (a/b) or bounds ([a..b]).')


def _read_point(text: str) -> _Point:
    """Read one date."""
    match = _DATE.fullmatch(text)
    if match is None:
        return _read_rare_point(text)
    return _Point(text, *_days(match))


def _days(match: re.Match[str]) -> tuple[date, date]:
    """Return the first and last day of a year, month or day, and refuse those that no calendar has."""
    text = match.string
    year, month, day = (int(part) if part else None for part in match.group("year", "month", "day"))
    if year is None or not MIN_YEAR <= year <= MAX_YEAR:
        raise ValueError(f'"{text}": the year must be between {MIN_YEAR} and {MAX_YEAR}.')
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if 21 <= month <= 41:
        raise ValueError(f'"{text}": seasons differ between countries; give bounds, as in [2004-03..2004-05].')
    if not 1 <= month <= 12:
        raise ValueError(f'"{text}": there is no month {month}; write year, month, day, as in 2021-08-30.')
    last = monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1), date(year, month, last)
    if not 1 <= day <= last:
        raise ValueError(f'"{text}": there is no {day} {MONTHS[month - 1]} {year}.')
    return date(year, month, day), date(year, month, day)


def _read_rare_point(text: str) -> _Point:
    """Read one date with digits left out or a mark inside it, by asking `edtf` and checking the answer."""
    refusal = f'"{text}" is not a date; write it as 2021-08-30, 2021-08 or 2021.' if text else "A date is missing."
    core = _MARKS.sub("", text)
    plain = _DATE.fullmatch(core)
    if plain:
        _days(plain)
    elif not _UNSTATED.fullmatch(core):
        raise ValueError(refusal)
    try:
        answer = parse_edtf(text)
        earliest, latest = (date(*bound[:3]) for bound in (answer.lower_strict(), answer.upper_strict()))
    except (EDTFParseException, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise ValueError(refusal) from error
    if earliest.year < MIN_YEAR or latest.year > MAX_YEAR:
        raise ValueError(f'"{text}": the year must be between {MIN_YEAR} and {MAX_YEAR}.')
    return _Point(text, earliest, latest)


def _read_period(text: str) -> _Period:
    """Read ``a/b``; a side may be open (``..``) or not known (empty), but not both sides."""
    sides = text.split("/")
    if len(sides) != 2:
        raise ValueError(f'"{text}": write the year first, as in 2021-08-30; only a period has a stroke (2021/2024).')
    if any(side.startswith("[") for side in sides):
        raise ValueError(f'"{text}": bounds in square brackets cannot be part of a period.')
    start, end = (None if side in ("", OPEN) else _read_point(side) for side in sides)
    if start is None and end is None:
        raise ValueError(f'"{text}" has no date in it; leave the field empty where none is stated.')
    if start and end and start.earliest > end.latest:
        raise ValueError(f'"{text}" ends before it starts.')
    return _Period(start, end, (sides[0], sides[1]))


def _read_choice(text: str) -> _Choice:
    """Read ``[a..b]``, ``[..b]``, ``[a..]``, ``[a,b]`` and lists of these."""
    if not text.endswith("]"):
        raise ValueError(f'"{text}": the square bracket is not closed.')
    members: list[_Point | _Pair] = []
    for member in text[1:-1].split(","):
        first, dots, last = member.partition(OPEN)
        if not dots:
            members.append(_read_point(member))
            continue
        pair = (_read_point(first) if first else None, _read_point(last) if last else None)
        if pair == (None, None):
            raise ValueError(f'"{text}" has no date in it; leave the field empty where none is stated.')
        if pair[0] and pair[1] and pair[0].earliest > pair[1].latest:
            raise ValueError(f'"{text}": the later bound comes first; write [earliest..latest].')
        members.append(pair)
    return _Choice(tuple(members))


def _bounds(value: _Value) -> Bounds:
    """Return the outermost days of what was read; a side that is open anywhere is open."""
    if isinstance(value, _Point):
        return Bounds(value.earliest, value.latest)
    if isinstance(value, _Period):
        return Bounds(
            value.start.earliest if value.start else None,
            value.end.latest if value.end else None,
        )
    pairs = [(member, member) if isinstance(member, _Point) else member for member in value.members]
    earliest = [first.earliest for first, _ in pairs if first]
    latest = [last.latest for _, last in pairs if last]
    return Bounds(
        min(earliest) if len(earliest) == len(pairs) else None,
        max(latest) if len(latest) == len(pairs) else None,
    )


# Saying


def _say(value: _Value) -> str:
    if isinstance(value, _Point):
        return _say_point(value)
    if isinstance(value, _Period):
        return _say_period(value)
    return " or ".join(
        _say_point(member) if isinstance(member, _Point) else _say_pair(*member) for member in value.members
    )


def _say_period(period: _Period) -> str:
    if period.end is None:
        start = _say_point(period.start) if period.start else ""
        return f"since {start}" if period.sides[1] == OPEN else f"from {start}, end {NOT_STATED}"
    end = _say_point(period.end)
    if period.start is None:
        return f"until {end}" if period.sides[0] == OPEN else f"until {end}, start {NOT_STATED}"
    start = _say_point(period.start)
    return start if start == end else f"{start} to {end}"


def _say_pair(first: _Point | None, last: _Point | None) -> str:
    """Say two bounds by their months: they are reckoned from reports, and a day would sound like a known one.

    Where both fall into one month, only the days can tell them apart.
    """
    if first is None:
        return f"{_say_point(last)} or earlier" if last else NOT_STATED
    if last is None:
        return f"{_say_point(first)} or later"
    words = [_say_point(point, by_month=True) for point in (first, last)]
    if words[0] == words[1]:
        words = [_say_point(point) for point in (first, last)]
    return words[0] if words[0] == words[1] else f"between {words[0]} and {words[1]}"


def _say_point(point: _Point, *, by_month: bool = False) -> str:
    perhaps = "perhaps " if "?" in point.text or "%" in point.text else ""
    about = "about " if is_approximate(point.text) else ""
    return f"{perhaps}{about}{_say_core(point, by_month=by_month)}"


def _say_core(point: _Point, *, by_month: bool) -> str:
    """Say a date without its marks, at the precision in which it is written."""
    # "-XX" says only that a smaller unit exists, as every year has months: the words are those of the larger unit.
    core = _MARKS.sub("", point.text).replace("-XX", "")
    if "X" not in core:
        month = _short_month(point.earliest)
        if len(core) == 4:
            return f"{point.earliest.year}"
        if len(core) == 7 or by_month:
            return f"{month} {point.earliest.year}"
        return f"{point.earliest.day} {month} {point.earliest.year}"
    if not core.endswith(("XX", "00X")):
        return f"the {point.earliest.year}s"
    return f"{point.earliest.year} to {point.latest.year}"


def _short_month(day: date) -> str:
    return MONTHS[day.month - 1][:3]
