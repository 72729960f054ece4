"""Every kind of bad cell is refused by its column, on whatever database the suite runs on."""

import pytest

from articles.models import Article, Claim, Statistic
from programmes.models import Grant, Programme, Revision
from tests.registers import bring, load_small_register, refusals, small_row

pytestmark = pytest.mark.django_db

LONG = "x" * 500
OVERRIDE = "abc\u202edef"

# file, column that is blamed, the cell, words of the reason
BAD_CELLS = [
    ("terms", "vocabulary", "colour", "is not one of"),
    ("terms", "code", "", "may not be empty"),
    ("terms", "label", "a\0b", "NUL"),
    ("terms", "position", "-1", "whole number"),
    ("terms", "position", "40000", "above 32767"),
    ("terms", "position", "1.0", "whole number"),
    ("countries", "code", "pk", "capital"),
    ("countries", "code", "PAK", "at most 2"),
    ("countries", "alpha3", "", "may not be empty"),
    ("exchange_rates", "currency", "ZZZ", "currency code"),
    ("exchange_rates", "currency", "USD", "other than the US dollar"),
    ("exchange_rates", "date", "31/08/2021", "is not a day"),
    ("exchange_rates", "date", "2021-02-30", "no day"),
    ("exchange_rates", "per_usd", "1e400", "plain number"),
    ("exchange_rates", "per_usd", "0", "above zero"),
    ("exchange_rates", "per_usd", "123456789.123456", "no more than 14 digits"),
    ("funders", "slug", "Not a slug", "slug"),
    ("funders", "slug", "x" * 81, "at most 80"),
    ("funders", "name", LONG, "at most 200"),
    ("funders", "name", OVERRIDE, "direction overrides"),
    ("funders", "aliases", "a;b\ud800", "surrogate"),
    ("funders", "kind", "bank", "is not one of"),
    ("funders", "country", "XX", "no country “XX”"),
    ("funders", "website", "javascript:alert(1)", "http"),
    ("funders", "website", "ftp://a.example/", "http"),
    ("funders", "visibility", "public", "is not one of"),
    ("agencies", "also_funder", "Denmrak", "did you mean denmark?"),
    ("agencies", "also_funder", "Shared Name", "quiet-fund, second-fund"),
    ("milestones", "date", "2004-13", "month"),
    ("milestones", "date", "2021-02-31", "February"),
    ("milestones", "title", "\ufefftitle", "byte order marks"),
    ("programmes", "slug", "compare", "address of the site"),
    ("programmes", "title_is_official", "maybe", "neither yes nor no"),
    ("programmes", "status", "ended", "is not one of"),
    ("programmes", "start", "31 February 2021", "date"),
    ("programmes", "start", "2021/2019", "before"),
    ("programmes", "start", "1e400", "date"),
    ("programmes", "start", "2031", "ends before it starts"),
    ("programmes", "start_basis", "guessed", "is not one of"),
    ("programmes", "duration_months", "601", "600"),
    ("programmes", "duration_months", "NaN", "whole number"),
    ("programmes", "countries", "PK;QQ;WW", "“QQ”; no country “WW”"),
    ("programmes", "crimes", "PREV", "no crime term “PREV”"),
    ("programmes", "predecessor", "no-such", "no programme “no-such”"),
    ("programmes", "aligned_with", "ordinance-2022", "did you mean ordinance-2002?"),
    ("grants", "programme", "border-2020", "did you mean border-2021?"),
    ("grants", "funder", "Nobody at All", "no funder “Nobody at All”"),
    ("grants", "amount", "1e400", "exponent"),
    ("grants", "amount", "12345678901234567", "digits"),
    ("grants", "amount", "-5", "above zero"),
    ("grants", "amount", "0", "above zero"),
    ("grants", "amount", "NaN", "plain number"),
    ("grants", "amount", "1,600,000", "without commas"),
    ("grants", "amount", "١٢", "plain number"),
    ("grants", "currency", "dkk", "currency code"),
    ("grants", "currency", "", "an amount has a currency"),
    ("grants", "kind", "gift", "is not one of"),
    ("grants", "announced", "2021-02-29", "29"),
    ("grants", "part_of", "nothing", "no grant “nothing”"),
    ("participations", "agency", "interpol", "no agency “interpol”"),
    ("participations", "role", "boss", "is not one of"),
    ("participations", "basis", "inferred", ""),
    ("articles", "url", "javascript:alert(1)", "http"),
    ("articles", "url", "not an address", "valid URL"),
    ("articles", "language", "english", "at most 3"),
    ("articles", "published", "soon", "date"),
    ("statistics", "indicator", "TIP", "no indicator term “TIP”"),
    ("statistics", "value", "1e400", "plain number"),
    ("statistics", "value", "12345678901234567890", "no more than"),
    ("statistics", "value", "Infinity", "plain number"),
    ("statistics", "value", "-5", "not negative"),
    ("statistics", "value", "", "give a value"),
    ("statistics", "subdivision", "IN-PB", "another country"),
    ("statistics", "subdivision", "Punjab", "ISO 3166-2"),
    ("claims", "article", "nowhere", "no article “nowhere”"),
    ("claims", "subject", "border-2021", "kind and a key"),
    ("claims", "subject", "case:1", "kind and a key"),
    ("claims", "subject", "programme:nothing", "no programme “nothing”"),
    ("claims", "subject", "participation:border-2021/iom/partner", "no participation"),
    ("claims", "field", "colour", "is not one of"),
    ("claims", "field", "status", "has no field “status”"),
    ("claims", "stated_value", "", "say what the source prints"),
    ("claims", "fidelity", "exact", "is not one of"),
    ("claims", "preferred", "perhaps", "neither yes nor no"),
]
BLAMED_ELSEWHERE = {("participations", "basis", "inferred"): "reason"}


@pytest.fixture(autouse=True)
def _small_register() -> None:
    load_small_register()


@pytest.mark.parametrize(("name", "column", "cell", "words"), BAD_CELLS)
def test_a_bad_cell_is_refused_by_its_column_and_nothing_is_stored(name, column, cell, words):
    revision = Revision.current().number
    good = small_row(name, 1 if name in {"programmes", "grants"} else 0)

    report = bring(name, {**good, column: cell})

    blamed = BLAMED_ELSEWHERE.get((name, column, cell), column)
    assert {(row, where) for row, where, _ in refusals(report)} == {(1, blamed)}
    assert any(words in reason for _, _, reason in refusals(report)), refusals(report)
    assert not report.stored
    assert Revision.current().number == revision
    assert bring(name, good).summary_line() == "new 0, changed 0, unchanged 1, refused 0"


def test_all_that_is_wrong_with_a_row_is_said_at_once():
    row = small_row("grants", 1, slug="Bad Slug", funder="Denmrak", amount="1e400", currency="zzz", announced="2004-13")

    found = {column for _, column, _ in refusals(bring("grants", row))}

    assert found == {"slug", "funder", "amount", "currency", "announced"}


def test_one_bad_row_keeps_all_the_others_out():
    rows = [small_row("programmes", 1, slug=f"copy-{n}", status="active") for n in range(5)]
    rows[3]["start"] = "2004-13"

    report = bring("programmes", *rows)

    assert report.summary_line() == "new 4, changed 0, unchanged 0, refused 1"
    assert refusals(report)[0][:2] == (4, "start")
    assert Programme.objects.count() == 3


def test_empty_cells_mean_the_default_or_nothing():
    row = small_row(
        "programmes", 1, status="", featured="", relevance="", countries="", duration_months="", visibility=""
    )

    assert bring("programmes", row).summary_line() == "new 0, changed 1, unchanged 0, refused 0"

    programme = Programme.objects.get(slug="border-2021")
    assert (programme.status, programme.featured, programme.relevance) == ("unknown", False, "main")
    assert (programme.countries.count(), programme.duration_months, programme.visibility) == (0, None, "draft")


@pytest.mark.parametrize("word", ["yes", "true", "1", "Yes", "TRUE"])
def test_booleans_have_several_spellings(word):
    assert bring("programmes", {"slug": "border-2021", "featured": word}).counts["unchanged"] == 1


def test_numbers_that_mean_the_same_are_unchanged():
    row = small_row("grants", 1, amount="10000000.00")
    assert bring("grants", row).counts["unchanged"] == 1
    assert bring("statistics", small_row("statistics", 2, value="037.9000")).counts["unchanged"] == 1


@pytest.mark.parametrize(
    "name", ["Denmark", "denmark", "DENMARK", "DK", "Danish embassy in Islamabad", "Government of Denmark"]
)
def test_an_organisation_is_found_by_any_of_its_names(name):
    report = bring("grants", small_row("grants", 1, funder=name))
    assert report.counts["unchanged"] == 1, refusals(report)


def test_an_organisation_that_is_merely_near_is_suggested_and_never_taken():
    report = bring("participations", small_row("participations", 2, agency="International Labour Organization"))

    assert refusals(report)[0][1] == "agency"
    assert "no agency “International Labour Organization”" in refusals(report)[0][2]
    assert report.refused == 1


def test_nothing_bad_reaches_the_tables():
    assert Grant.objects.filter(amount__gt=10**11).count() == 0
    assert Article.objects.exclude(url=None).exclude(url__startswith="http").count() == 0
    assert (Statistic.objects.count(), Claim.objects.count()) == (3, 8)
