"""Uncertain dates: every form the record uses, every form it refuses, and what must hold for any text."""

import re
import time
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from programmes.dates import MAX_LENGTH, Bounds, describe, is_approximate, parse, split_interval

# text, earliest, latest, in words: one of each shape in the register, and of each the module says it knows
FORMS = [
    ("", None, None, "not stated"),
    ("2021-08-30", "2021-08-30", "2021-08-30", "30 Aug 2021"),
    ("2007-05-04", "2007-05-04", "2007-05-04", "4 May 2007"),
    ("2004-03", "2004-03-01", "2004-03-31", "Mar 2004"),
    ("2012-02", "2012-02-01", "2012-02-29", "Feb 2012"),
    ("2015", "2015-01-01", "2015-12-31", "2015"),
    ("2013~", "2013-01-01", "2013-12-31", "about 2013"),
    ("2023-11~", "2023-11-01", "2023-11-30", "about Nov 2023"),
    ("2023-09-07~", "2023-09-07", "2023-09-07", "about 7 Sep 2023"),
    ("2013?", "2013-01-01", "2013-12-31", "perhaps 2013"),
    ("2013-05%", "2013-05-01", "2013-05-31", "perhaps about May 2013"),
    ("2004?-06", "2004-06-01", "2004-06-30", "perhaps Jun 2004"),
    ("~2004-06", "2004-06-01", "2004-06-30", "about Jun 2004"),
    ("[2002-11-25..2004-03-16]", "2002-11-25", "2004-03-16", "between Nov 2002 and Mar 2004"),
    ("[2021-08-30..2021-12-31]", "2021-08-30", "2021-12-31", "between Aug 2021 and Dec 2021"),
    ("[2021-08-02..2021-08-30]", "2021-08-02", "2021-08-30", "between 2 Aug 2021 and 30 Aug 2021"),
    ("[2004..2006]", "2004-01-01", "2006-12-31", "between 2004 and 2006"),
    ("[2004-05..2006]", "2004-05-01", "2006-12-31", "between May 2004 and 2006"),
    ("[2004~..2006]", "2004-01-01", "2006-12-31", "between about 2004 and 2006"),
    ("[2004..2004]", "2004-01-01", "2004-12-31", "2004"),
    ("[..2004-03]", None, "2004-03-31", "Mar 2004 or earlier"),
    ("[2004..]", "2004-01-01", None, "2004 or later"),
    ("[2006,2004]", "2004-01-01", "2006-12-31", "2006 or 2004"),
    ("[2004-03-16]", "2004-03-16", "2004-03-16", "16 Mar 2004"),
    ("[2001,2004..2006]", "2001-01-01", "2006-12-31", "2001 or between 2004 and 2006"),
    ("2002-10/2004-11", "2002-10-01", "2004-11-30", "Oct 2002 to Nov 2004"),
    ("2020/2021", "2020-01-01", "2021-12-31", "2020 to 2021"),
    ("2022/2022", "2022-01-01", "2022-12-31", "2022"),
    ("2023-06-14/2023-06-14", "2023-06-14", "2023-06-14", "14 Jun 2023"),
    ("2023-06/2023-06-22", "2023-06-01", "2023-06-22", "Jun 2023 to 22 Jun 2023"),
    ("2019/2024-07~", "2019-01-01", "2024-07-31", "2019 to about Jul 2024"),
    ("2016~/2016~", "2016-01-01", "2016-12-31", "about 2016"),
    ("2024-12~/2025-02-20~", "2024-12-01", "2025-02-20", "about Dec 2024 to about 20 Feb 2025"),
    ("2012/..", "2012-01-01", None, "since 2012"),
    ("2024-07~/..", "2024-07-01", None, "since about Jul 2024"),
    ("../2008", None, "2008-12-31", "until 2008"),
    ("2015-11/", "2015-11-01", None, "from Nov 2015, end not stated"),
    ("/2007-06", None, "2007-06-30", "until Jun 2007, start not stated"),
    ("201X", "2010-01-01", "2019-12-31", "the 2010s"),
    ("200X", "2000-01-01", "2009-12-31", "2000 to 2009"),
    ("19XX", "1900-01-01", "1999-12-31", "1900 to 1999"),
    ("2004-XX", "2004-01-01", "2004-12-31", "2004"),
    ("2004-XX-XX", "2004-01-01", "2004-12-31", "2004"),
    ("2012-02-XX", "2012-02-01", "2012-02-29", "Feb 2012"),
    ("1800", "1800-01-01", "1800-12-31", "1800"),
    ("2100-12-31", "2100-12-31", "2100-12-31", "31 Dec 2100"),
]

# text, what the message must say
REFUSED = [
    ("2004-02-31", "no 31 February 2004"),
    ("2021-02-29", "no 29 February 2021"),
    ("2021-02-29~", "no 29 February 2021"),
    ("2021-02-?29", "no 29 February 2021"),
    ("2012-06-31/2013", "no 31 June 2012"),
    ("[2012-02-30..2013]", "no 30 February 2012"),
    ("2004-00-10", "no month 0"),
    ("2004-01-00", "no 0 January 2004"),
    ("2004-13", "no month 13"),
    ("2004-13~", "no month 13"),
    ("2004-21", "season"),
    ("1799", "between 1800 and 2100"),
    ("2101-01-01", "between 1800 and 2100"),
    ("0000", "between 1800 and 2100"),
    ("17XX", "between 1800 and 2100"),
    ("21XX", "between 1800 and 2100"),
    ("[2004..2002]", "later bound comes first"),
    ("2012/2010", "ends before it starts"),
    ("..", "not a date"),
    ("../..", "no date in it"),
    ("/", "no date in it"),
    ("[..]", "no date in it"),
    ("[]", "missing"),
    ("[2004,]", "missing"),
    ("[2004..2006", "not closed"),
    ("{2004,2006}", "several dates"),
    ("2004/[2005..2006]", "square brackets"),
    ("2012/2013/2014", "stroke"),
    ("30/08/2021", "year first"),
    ("08-30-2021", "not a date"),
    ("2021-8-3", "not a date"),
    ("20X4", "not a date"),
    ("2004-XX-31", "not a date"),
    ("2012~~", "not a date"),
    ("2012S2", "not a date"),
    ("Y20120", "not a date"),
    ("-2012", "not a date"),
    ("2012-05-01T10:00:00Z", "not a date"),
    ("unknown", "not a date"),
    ("spring", "not a date"),
    ("２０２１", "plain digits"),
    ("٢٠١٢", "plain digits"),
    ("2004–2006", "plain digits"),
    ("2004\n", "plain digits"),
    ("2004\0", "NUL"),
    ("2004 ", "space"),
    ("30 Aug 2021", "space"),
    ("2" * (MAX_LENGTH + 1), "at most 60"),
]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("text", "earliest", "latest", "words"), FORMS)
def test_known_forms_have_their_bounds_and_words(text, earliest, latest, words):
    assert parse(text) == Bounds(_day(earliest), _day(latest))
    assert describe(text) == words


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_what_is_no_date_is_refused_in_words(text, said):
    for function in (parse, describe, split_interval):
        with pytest.raises(ValueError, match=re.escape(said)):
            function(text)


def test_an_inferred_date_says_so():
    assert describe("[2002-12-06..2004-03-16]", "inferred") == "between Dec 2002 and Mar 2004 (inferred)"
    assert describe("2013~", "inferred") == "about 2013 (inferred)"
    assert describe("2013", "stated") == "2013"
    assert describe("2013", "external") == "2013"
    assert describe("", "inferred") == "not stated"


def test_an_interval_has_two_sides_and_nothing_else_has():
    assert split_interval("2002-10/2004-11~") == ("2002-10", "2004-11~")
    assert split_interval("2012/..") == ("2012", "..")
    assert split_interval("/2012") == ("", "2012")
    assert split_interval("2012") is None
    assert split_interval("[2002..2004]") is None
    assert split_interval("") is None


def test_approximate_dates_are_told_apart():
    assert is_approximate("2002/2004~")
    assert is_approximate("2002%")
    assert not is_approximate("2002?")


# Properties

years = st.integers(1800, 2100)
days = st.dates(date(1800, 1, 1), date(2100, 12, 31))
precisions = st.sampled_from([4, 7, 10])
marks = st.sampled_from(["", "~", "?", "%"])
points = st.builds(lambda day, length, mark: day.isoformat()[:length] + mark, days, precisions, marks)
unstated = st.builds(lambda day, form: form(day.isoformat()), days.filter(lambda day: day.year < 2100), st.sampled_from(
    [lambda iso: iso[:3] + "X", lambda iso: iso[:2] + "XX", lambda iso: iso[:4] + "-XX", lambda iso: iso[:7] + "-XX"]
))  # fmt: skip
ALL_DAYS = [
    date.fromordinal(number).isoformat() for number in range(date(1800, 1, 1).toordinal(), date(2101, 1, 1).toordinal())
]
ENDS = {"interval": "{}/{}", "set": "[{}..{}]"}


def all_days_that_match(point: str) -> tuple[date, date]:
    """The naive reading of one date: look at every day there is, and keep the first and last that fit the text."""
    pattern = re.compile(re.sub("[~?%]", "", point).replace("X", "[0-9]"))
    fitting = [day for day in ALL_DAYS if pattern.match(day)]
    return date.fromisoformat(fitting[0]), date.fromisoformat(fitting[-1])


@given(points | unstated)
def test_a_date_spans_exactly_the_days_that_fit_it(text):
    assert parse(text) == Bounds(*all_days_that_match(text))


@given(st.sampled_from(list(ENDS)), points, points)
def test_two_ends_span_from_the_first_day_of_one_to_the_last_of_the_other_or_are_refused(kind, first, last):
    text = ENDS[kind].format(first, last)
    start, end = parse(first), parse(last)
    if start.earliest > end.latest:
        with pytest.raises(ValueError):
            parse(text)
    else:
        assert parse(text) == Bounds(start.earliest, end.latest)
        assert describe(text)


def parse_or_none(text: str) -> Bounds | None:
    """What a date means; None if it is refused. Any other error is one, and passes through."""
    try:
        return parse(text)
    except ValueError:
        return None


@given(st.text(max_size=80) | st.text(alphabet="0123456789-/[].,~?%X{}YES ", max_size=30))
@example("\ud800")
@example("[" * 60)
@example("9" * 60)
def test_any_text_is_a_date_or_a_value_error(text):
    bounds = parse_or_none(text)
    if bounds is None:
        return
    if bounds.earliest and bounds.latest:
        assert date(1800, 1, 1) <= bounds.earliest <= bounds.latest <= date(2100, 12, 31)
    assert describe(text)
    assert describe(text, "inferred")
    split_interval(text)


@given(days)
def test_a_day_is_said_so_that_it_can_be_read_back(day):
    number, month, year = describe(day.isoformat()).split()
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    assert date(int(year), months.index(month) + 1, int(number)) == day


def test_reading_many_dates_is_quick():
    """20,000 different periods; the library alone would need minutes."""
    start = time.perf_counter()
    for number in range(20_000):
        day = date(1900, 1, 1) + timedelta(days=number)
        parse(f"[{day}..{day + timedelta(days=400)}]")
    assert time.perf_counter() - start < 5
