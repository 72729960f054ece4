"""The small register of tests/data/register, and rows like its own, for tests of imports."""

from pathlib import Path

from articles.registry import RESOURCES, load_registry
from programmes.resources import RegisterResource
from programmes.resources.engine import ImportReport, Table, read_csv, run_import

SMALL_REGISTER = Path(__file__).parent / "data" / "register"
BY_NAME: dict[str, type[RegisterResource]] = {made().name: made for made in RESOURCES}


def load_small_register() -> None:
    """Put the small register into the database."""
    load = load_registry(directory=SMALL_REGISTER)
    assert not load.refused


def small_table(name: str) -> Table:
    """One file of the small register."""
    return read_csv((SMALL_REGISTER / f"{name}.csv").read_bytes())


def table_of(*rows: dict[str, str]) -> Table:
    """A table with the columns of the first row."""
    headers = list(rows[0])
    return Table(headers, [[row.get(name, "") for name in headers] for row in rows])


def small_row(name: str, index: int = 0, /, **cells: str) -> dict[str, str]:
    """A row of the small register with some cells replaced."""
    table = small_table(name)
    return {**dict(zip(table.headers, table.rows[index], strict=True)), **cells}


def bring(name: str, *rows: dict[str, str], dry_run: bool = False) -> ImportReport:
    """Import rows into one model."""
    return run_import(BY_NAME[name](), table_of(*rows), dry_run=dry_run)


def refusals(report: ImportReport) -> list[tuple[int, str, str]]:
    """(row, column, reason) of everything refused."""
    return [(row.number, column, reason) for row in report.rows for column, reason in row.refusals]
