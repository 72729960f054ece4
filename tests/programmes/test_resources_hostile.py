"""Hostile rows: whatever a file holds, nothing bad is stored and every refusal names its place."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programmes.models import Revision
from programmes.resources.engine import TableError, read_csv, run_import, run_imports
from programmes.resources.table import csv_line
from tests.registers import BY_NAME, load_small_register, small_row, table_of

NASTY = [
    *("\0", "a\0b", "NaN", "sNaN", "Infinity", "-inf", "1e400", "1E5", "12345678901234567", "0x10", "1_000", "٣"),
    *("\ud800", "\udfff", "a\udce9b", "\u202eabc", "\u2066", "\ufeff", "\ufeffslug", "\x01", "\x1b[31m", "\x85"),
    *("31/02/2021", "2021-02-31", "2004-13", "2002/..", "../..", "[..]", "2021/2019", "9999", "0000-00-00", "[2002"),
    *("javascript:alert(1)", "data:text/html,x", "http://", "http://[::1", "https://a b", "//a.example"),
    *("'; DROP TABLE x; --", "=1+1", "@SUM(A1)", "{{ 7 }}", "%s", "<script>", "..", "/", ":", "programme:", "a/b/c"),
    *(";", ";;;", "PK;PK;QQ", "PK\nBD", "x" * 3000, "-1", "0", "999999999999", "true", "TRUE ", "null", "None"),
]
CELLS = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=30),
    st.text(alphabet=st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zs", "Nd"]), max_size=8),
)


@st.composite
def hostile_rows(draw) -> tuple[str, list[dict[str, str]]]:
    """A model's name, and one to three of its rows with one to four cells replaced."""
    name = draw(st.sampled_from(sorted(BY_NAME)))
    rows = []
    for _ in range(draw(st.integers(1, 3))):
        row = small_row(name, 0)
        for column in draw(st.lists(st.sampled_from(sorted(row)), min_size=1, max_size=4)):
            row[column] = draw(CELLS)
        rows.append(row)
    return name, rows


@pytest.fixture
def _small_register(db) -> None:
    load_small_register()


@pytest.mark.slow
@pytest.mark.usefixtures("_small_register")
@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hostile_rows())
def test_hostile_rows_are_refused_by_place_or_stored_soundly(case):
    name, rows = case
    resource = BY_NAME[name]()
    table = table_of(*rows)
    before = (Revision.current().number, list(BY_NAME[name]().rows_in_order()))

    report = run_import(resource, table, dry_run=False)

    assert sum(report.counts.values()) == len(report.rows) <= len(rows)
    for row in report.in_state("refused"):
        assert row.refusals
        assert all(column in {*resource.by_name, ""} and reason for column, reason in row.refusals)
        "".join(reason for _, reason in row.refusals).encode()  # can be printed
        row.key.encode()
    if report.refused:
        assert (Revision.current().number, list(resource.rows_in_order())) == before
        return
    # What was taken passes the models' own full check, and reads back as it was written.
    for instance in resource.model.objects.all():
        instance.full_clean()
    assert run_import(resource, table, dry_run=False).counts["unchanged"] == len(report.rows)
    again = run_import(resource, table_of(*_as_dicts(resource)), dry_run=False)
    assert again.counts["unchanged"] == len(again.rows)


def _as_dicts(resource) -> list[dict[str, str]]:
    return [dict(zip(resource.by_name, cells, strict=True)) for cells in resource.rows_in_order()]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_a_named_fault(data):
    try:
        table = read_csv(data)
    except TableError as error:
        fault = error
    else:
        assert len(table.lines) == len(table.rows)
        return
    assert fault.reason
    assert fault.line >= 1


@pytest.mark.usefixtures("_small_register")
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=120))
def test_any_bytes_after_a_good_header_do_no_harm(data):
    try:
        table = read_csv(b"slug,name,kind\n" + data)
    except TableError:
        return
    report = run_imports([(BY_NAME["funders"](), table)], dry_run=True)[0]
    assert not report.stored


@given(
    st.lists(
        st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r")), min_size=1, max_size=5
    )
)
def test_what_is_written_as_csv_is_read_back(cells):
    # a dump's cells have LF only
    if not any(cells):
        return
    table = read_csv((csv_line(["a"] * len(cells)) + csv_line(cells)).encode())
    assert table.rows == [cells]
