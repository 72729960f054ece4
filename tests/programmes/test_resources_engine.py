"""What an import promises: all or nothing, said row by row, and nothing written twice."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.models import Agency, Grant, Participation, Programme, Revision
from programmes.resources import FunderResource, ProgrammeResource
from programmes.resources.engine import Table, TableError, imported, read_csv, run_import, run_imports
from tests.registers import BY_NAME, bring, load_small_register, refusals, small_row, small_table, table_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small_register() -> None:
    load_small_register()


def new_programmes(number: int) -> list[dict[str, str]]:
    return [small_row("programmes", 1, slug=f"copy-{n:04d}", title=f"Copy {n}", predecessor="") for n in range(number)]


# The file


def test_unknown_columns_are_refused_by_name():
    report = bring("funders", {"slug": "a", "name": "A", "colour": "red", "kind": "ngo"})

    assert refusals(report)[0][:2] == (0, "colour")
    assert "the columns are slug, name, acronym" in refusals(report)[0][2]
    assert report.summary_line() == "new 0, changed 0, unchanged 0, refused 1"


def test_a_missing_key_column_is_refused_by_name():
    report = bring("participations", {"programme": "border-2021", "role": "lead"})
    assert refusals(report)[0][:2] == (0, "agency")


def test_a_column_that_stands_twice_is_refused():
    report = run_import(FunderResource(), Table(["slug", "name", "name"], [["a", "A", "B"]]), dry_run=False)
    assert refusals(report) == [(0, "name", "this column stands in the header twice")]


def test_ragged_rows_are_refused_with_their_line():
    table = read_csv(b'slug,name,kind\na,"A\nB",ngo\nb,B\nc,C,ngo,more\n')
    report = run_import(FunderResource(), table, dry_run=False)

    assert [(row.number, row.line, row.state) for row in report.rows] == [
        (1, 2, "new"),
        (2, 4, "refused"),
        (3, 5, "refused"),
    ]
    assert refusals(report) == [
        (2, "", "this row has 2 cells, the header has 3"),
        (3, "", "this row has 4 cells, the header has 3"),
    ]


def test_the_same_key_twice_in_a_file_is_refused():
    report = bring("funders", *[{"slug": "a", "name": "A", "kind": "ngo"}] * 2)
    assert refusals(report) == [(2, "slug", "the same key as row 1 (line 2)")]


def test_the_same_key_by_another_name_is_the_same_key():
    rows = [small_row("participations", 2), small_row("participations", 2, agency="IOM")]
    assert refusals(bring("participations", *rows))[0][:2] == (2, "role")


def test_rows_without_text_are_passed_over():
    report = run_import(FunderResource(), Table(["slug", "name"], [["", " "], ["denmark", "Denmark"]]), dry_run=False)
    assert [(row.number, row.state) for row in report.rows] == [(2, "unchanged")]


def test_a_byte_order_mark_at_the_start_is_no_part_of_a_name():
    assert read_csv(b"\xef\xbb\xbfslug,name\n").headers == ["slug", "name"]


def test_bytes_that_are_not_utf8_are_named_with_row_and_column():
    table = read_csv("slug,name,kind\na,Fine,ngo\nb,Société,ngo\n".encode("latin-1"))
    report = run_import(FunderResource(), table, dry_run=False)
    assert refusals(report) == [(2, "name", "the byte 0xE9 is not UTF-8; save the file as UTF-8")]


@pytest.mark.parametrize("data", [b"", b"\n\n", b'slug,name\n"a,b\n', b'slug,name\na,"b"c\n'])
def test_what_is_no_csv_is_said_to_be_none(data):
    with pytest.raises(TableError) as error:
        read_csv(data)
    report = run_imports([(FunderResource(), error.value)], dry_run=False)[0]
    assert (report.refused, report.rows[0].number) == (1, 0)


# Preview and storing


def test_a_preview_says_what_would_change_and_stores_nothing():
    rows = [
        small_row("programmes", 0),
        small_row("programmes", 1, title="Another title", countries="BD;PK"),
        small_row("programmes", 1, slug="newcomer", featured="no"),
    ]
    report = bring("programmes", *rows, dry_run=True)

    assert report.summary_line() == "new 1, changed 1, unchanged 1, refused 0"
    assert report.in_state("changed")[0].changes == [
        ("title", "Border work", "Another title"),
        ("countries", "PK", "BD;PK"),
    ]
    assert ("slug", "", "newcomer") in report.in_state("new")[0].changes
    assert not report.stored
    assert not Programme.objects.filter(slug="newcomer").exists()
    assert Programme.objects.get(slug="border-2021").title == "Border work"


def test_what_the_preview_said_is_what_the_real_run_does():
    rows = [small_row("programmes", 1, title="Another title"), small_row("programmes", 1, slug="newcomer")]
    before = bring("programmes", *rows, dry_run=True)
    real = bring("programmes", *rows)

    assert real.rows == before.rows
    assert real.stored
    assert bring("programmes", *rows).summary_line() == "new 0, changed 0, unchanged 2, refused 0"


def test_the_data_version_rises_once_and_only_for_a_change():
    start = Revision.current().number
    bring("programmes", *new_programmes(30))
    assert Revision.current().number == start + 1
    bring("programmes", *new_programmes(30))
    bring("programmes", small_row("programmes", 1, title="Another title"), dry_run=True)
    assert Revision.current().number == start + 1


def test_a_second_import_writes_nothing():
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for name in BY_NAME:
            assert run_import(BY_NAME[name](), small_table(name), dry_run=False).counts["changed"] == 0
    written = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []


def test_a_missing_column_keeps_what_is_stored():
    assert bring("programmes", {"slug": "border-2021", "title": "Another title"}).counts["changed"] == 1

    programme = Programme.objects.get(slug="border-2021")
    assert (programme.title, programme.status, programme.terms.count()) == ("Another title", "active", 6)


def test_a_new_record_needs_the_columns_without_a_default():
    report = bring("funders", {"slug": "newcomer", "visibility": "draft"})
    assert {column for _, column, _ in refusals(report)} == {"name", "kind"}


def test_the_number_of_queries_does_not_grow_with_the_rows():
    def queries(rows: list[dict[str, str]]) -> int:
        with CaptureQueriesContext(connection) as found:
            assert bring("programmes", *rows, dry_run=True).refused == 0
        return len(found)

    assert queries(new_programmes(25)) == queries(new_programmes(5))


def test_the_librarys_own_loop_is_closed():
    with pytest.raises(NotImplementedError):
        ProgrammeResource().import_data(None)


# What is reckoned


def test_bounds_and_spans_are_right_after_an_import():
    bring("programmes", small_row("programmes", 1, start="2020-02", end=""))

    programme = Programme.objects.get(slug="border-2021")
    assert (programme.start_earliest, programme.start_latest) == (date(2020, 2, 1), date(2020, 2, 29))
    assert (programme.active_from, programme.active_to.year) == (date(2020, 2, 1), 9999)


def test_money_is_right_after_each_kind_of_import():
    def money(slug: str) -> tuple[Decimal | None, str]:
        return Programme.objects.values_list("total_usd", "money_state").get(slug=slug)

    # the part is not added, the unnamed currency not converted
    assert money("border-2021") == (Decimal("1586987.80") + Decimal("30075.19"), "stated")
    assert money("awareness-2019") == (None, "none")
    bring("grants", small_row("grants", 0, amount="500", currency="USD"))
    assert money("awareness-2019") == (Decimal(500), "stated")
    bring("funders", small_row("funders", 3, visibility="draft"))
    assert money("awareness-2019") == (None, "none")
    bring("exchange_rates", small_row("exchange_rates", 0, per_usd="100"))
    assert money("border-2021")[0] == Decimal("1586987.80") + Decimal(50000)
    bring("grants", small_row("grants", 1, programme="awareness-2019"))
    assert money("awareness-2019")[0] == Decimal("1586987.80")
    # without its whole the part counts
    assert money("border-2021")[0] is not None


def test_a_new_start_converts_grants_without_a_day_anew():
    bring("grants", small_row("grants", 0, amount="1000", currency="EUR"))
    before = Grant.objects.get(slug="awareness-2019-second-fund")
    bring("programmes", small_row("programmes", 0, start="2015"))
    after = Grant.objects.get(slug="awareness-2019-second-fund")
    assert before.usd_rate_date.year in {2018, 2019}
    assert after.usd_rate_date.year in {2014, 2015}
    assert after.programme.total_usd == after.amount_usd


# References


def test_references_to_itself_work_whatever_the_order_of_rows():
    rows = [
        small_row("programmes", 1, slug="c-last", predecessor="b-middle"),
        small_row("programmes", 1, slug="b-middle", predecessor="a-first"),
        small_row("programmes", 1, slug="a-first", predecessor="older-2015"),
        small_row("programmes", 0, predecessor="c-last"),
    ]
    report = bring("programmes", *rows)

    assert report.summary_line() == "new 3, changed 1, unchanged 0, refused 0"
    follows = dict(Programme.objects.values_list("slug", "predecessor__slug"))
    assert (follows["c-last"], follows["b-middle"], follows["a-first"]) == ("b-middle", "a-first", "older-2015")
    assert follows["awareness-2019"] == "c-last"
    assert bring("programmes", *rows).counts["unchanged"] == 4


def test_a_chain_that_leads_back_to_itself_is_refused():
    report = bring("programmes", small_row("programmes", 1, predecessor="border-2021"))
    assert refusals(report)[0][:2] == (1, "predecessor")
    report = bring("programmes", small_row("programmes", 2, predecessor="border-2021"))
    assert refusals(report)[0][:2] == (1, "predecessor")
    report = bring("grants", small_row("grants", 1, part_of="border-2021-denmark-2"))
    assert refusals(report)[0][:2] == (1, "part_of")


def test_links_are_added_and_removed():
    bring("programmes", small_row("programmes", 1, countries="BD;CI", crimes="", paradigms="PREV", aligned_with=""))

    programme = Programme.objects.get(slug="border-2021")
    assert set(programme.countries.values_list("code", flat=True)) == {"BD", "CI"}
    assert set(programme.terms.values_list("code", flat=True)) == {"PREV", "FL", "WOM"}
    assert programme.aligned_with.count() == 0


def test_what_only_one_may_have_can_change_hands_in_one_file():
    rows = [
        small_row("agencies", 0, also_funder="iom-fund"),
        small_row("agencies", 1, also_funder=""),
    ]
    assert bring("agencies", *rows).counts["changed"] == 2
    assert Agency.objects.get(slug="fia").also_funder.slug == "iom-fund"


def test_what_only_one_may_have_is_refused_to_a_second():
    report = bring("agencies", small_row("agencies", 0, also_funder="iom-fund"))
    assert refusals(report) == [(1, "also_funder", "this funder is already joined to another agency, “iom”")]


def test_a_row_that_hangs_from_a_refused_one_says_so():
    programmes = table_of(small_row("programmes", 1, slug="bad-one", start="2004-13"))
    roles = table_of(small_row("participations", 0, programme="bad-one"))
    work = [(BY_NAME["programmes"](), programmes), (BY_NAME["participations"](), roles)]

    reports = run_imports(work, dry_run=False)

    assert refusals(reports[1]) == [(1, "programme", "the programme “bad-one” was itself refused")]
    assert Participation.objects.count() == 3


def test_listeners_hear_once_and_their_failure_undoes_the_import():
    heard = []

    def listener(outcomes, **_):
        heard.append(outcomes)
        raise RuntimeError("listener failed")

    imported.connect(listener)
    try:
        with pytest.raises(RuntimeError):
            bring("programmes", *new_programmes(3))
    finally:
        imported.disconnect(listener)
    assert len(heard) == 1
    assert Programme.objects.count() == 3


def test_a_key_that_someone_else_wrote_meanwhile_is_found_at_a_second_look(monkeypatch):
    looks = []

    def by_key(self, keys, original=FunderResource.by_key):
        looks.append(self.name)
        return {} if len(looks) == 1 else original(self, keys)

    monkeypatch.setattr(FunderResource, "by_key", by_key)
    report = bring("funders", small_row("funders", 0, name="The Kingdom of Denmark"))

    assert report.summary_line() == "new 0, changed 1, unchanged 0, refused 0"
    assert len(looks) == 2


def test_what_the_database_alone_refuses_is_reported_and_nothing_is_stored(monkeypatch):
    monkeypatch.setattr(FunderResource, "by_key", lambda self, keys: {})
    report = bring("funders", small_row("funders", 0, name="The Kingdom of Denmark"))

    assert (report.refused, report.rows[0].number, report.stored) == (1, 0, False)
    assert "the database refused the file" in refusals(report)[0][2]
    assert bring("programmes", small_row("programmes", 1)).counts["unchanged"] == 1
