"""The register as files: load, dump, and nothing in between."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from articles.models import Article, Claim
from articles.registry import RESOURCES, dump_registry, load_registry
from programmes.models import Programme, Revision
from programmes.resources.report import summary_line
from tests.registers import SMALL_REGISTER, load_small_register

pytestmark = pytest.mark.django_db

FIXTURES = [SMALL_REGISTER, settings.BASE_DIR / "fixtures" / "seed", settings.BASE_DIR / "fixtures"]


def run(*arguments: str | Path) -> list[str]:
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue().splitlines()


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.csv")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small register that a test may spoil."""
    return Path(shutil.copytree(SMALL_REGISTER, tmp_path / "register"))


@pytest.mark.parametrize("source", FIXTURES, ids=lambda path: path.name)
def test_dump_after_load_gives_the_same_files_byte_for_byte(source, tmp_path):
    assert run("load_registry", source)[-1].endswith("refused 0")
    run("dump_registry", tmp_path)
    assert bytes_of(tmp_path) == bytes_of(source)


@pytest.mark.parametrize("source", FIXTURES, ids=lambda path: path.name)
def test_a_second_load_changes_nothing(source):
    first = run("load_registry", source)[-1]
    revision = Revision.current().number
    rows = first.split(",")[0].removeprefix("new ")

    assert run("load_registry", source)[-1] == f"new 0, changed 0, unchanged {rows}, refused 0"
    assert Revision.current().number == revision


def test_a_load_says_each_file_and_ends_with_the_sum():
    lines = run("load_registry", SMALL_REGISTER)

    assert lines[0] == "terms.csv: new 8, changed 0, unchanged 0, refused 0"
    assert [line.split(":")[0] for line in lines[:-1]] == [f"{made().name}.csv" for made in RESOURCES]
    assert lines[-1] == "new 45, changed 0, unchanged 0, refused 0"


def test_a_dry_run_says_each_change_and_stores_nothing(folder):
    load_small_register()
    programmes = folder / "programmes.csv"
    programmes.write_text(programmes.read_text().replace("Border work", "Work at borders"))
    with (folder / "countries.csv").open("a") as file:
        file.write("SN,SEN,Senegal\n")

    lines = run("load_registry", folder, "--dry-run")

    assert "  line 5, row 4: new SN" in lines
    assert "  line 4, row 2: border-2021, title: “Border work” becomes “Work at borders”" in lines
    assert lines[-1] == "new 1, changed 1, unchanged 44, refused 0"
    assert Programme.objects.get(slug="border-2021").title == "Border work"


def test_a_load_that_fails_half_way_leaves_nothing(folder):
    claims = folder / "claims.csv"
    claims.write_text(claims.read_text().replace("grant:border-2021-denmark,amount,DKK", "grant:nowhere,amount,DKK"))
    out = StringIO()

    with pytest.raises(CommandError):
        call_command("load_registry", str(folder), stdout=out)

    lines = out.getvalue().splitlines()
    assert "  line 6, row 5: refused, news-2021-09-01--01, subject: no grant “nowhere”" in lines
    assert lines[-1] == "new 44, changed 0, unchanged 0, refused 1"
    assert (Programme.objects.count(), Claim.objects.count(), Revision.current().number) == (0, 0, 0)


def test_a_failure_in_the_program_leaves_nothing(monkeypatch):
    def fail(**_: object) -> None:
        raise RuntimeError("stopped")

    monkeypatch.setattr("programmes.actions.bump_revision", fail)
    with pytest.raises(RuntimeError):
        load_registry(directory=SMALL_REGISTER)
    assert (Programme.objects.count(), Claim.objects.count()) == (0, 0)


def test_an_unreadable_file_is_named_and_keeps_the_others_out(folder):
    (folder / "funders.csv").write_bytes(b'slug,name\n"denmark,Denmark\n')
    load = load_registry(directory=folder)

    report = next(report for report in load.reports if report.name == "funders")
    assert report.rows[0].number == 0
    assert "not CSV" in report.rows[0].refusals[0][1]
    assert Programme.objects.count() == 0


def test_files_that_are_missing_or_strange_are_said(folder):
    (folder / "claims.csv").unlink()
    (folder / "progammes.csv").write_text("slug\n")
    lines = run("load_registry", folder)

    assert "claims.csv: not there, skipped" in lines
    assert "progammes.csv: no file of the register, skipped" in lines


def test_a_folder_that_is_none_is_an_error(tmp_path):
    with pytest.raises(CommandError):
        call_command("load_registry", str(tmp_path / "nowhere"))


def test_windows_line_ends_and_another_order_load_the_same(folder):
    for path in folder.glob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    programmes = (folder / "countries.csv").read_bytes().splitlines(keepends=True)
    (folder / "countries.csv").write_bytes(b"".join([programmes[0], *programmes[:0:-1]]))
    load_registry(directory=folder)

    assert summary_line(*load_registry(directory=SMALL_REGISTER).reports).startswith("new 0, changed 0")


def test_a_dump_says_how_the_folder_changed(folder):
    load_small_register()
    Programme.objects.filter(slug="border-2021").update(title="Work at borders")
    (folder / "claims.csv").unlink()

    lines = run("dump_registry", folder)

    assert "claims.csv: new 8, changed 0, unchanged 0, refused 0" in lines
    assert lines[-1] == "new 8, changed 1, unchanged 36, refused 0"
    assert not list(folder.glob("*.new"))


def test_a_dump_never_holds_the_full_text(tmp_path):
    load_small_register()
    Article.objects.update(text="CANARY", text_hash="CANARY")
    dump_registry(directory=tmp_path)
    assert not any(b"CANARY" in data for data in bytes_of(tmp_path).values())
    assert b"text" not in (tmp_path / "articles.csv").read_bytes().splitlines()[0]


def test_what_an_editor_typed_with_windows_line_ends_dumps_with_plain_ones(tmp_path):
    load_small_register()
    Programme.objects.filter(slug="border-2021").update(summary=" First.\r\nSecond.\r\n")
    dump_registry(directory=tmp_path)
    assert b'"First.\nSecond."' in (tmp_path / "programmes.csv").read_bytes()
    assert load_registry(directory=tmp_path).reports[6].counts["unchanged"] == 3


def test_a_dump_takes_few_queries(tmp_path, django_assert_max_num_queries):
    load_small_register()
    with django_assert_max_num_queries(70):
        dump_registry(directory=tmp_path)
