"""Imports: a table of text in, the register's rows written, a report out.

    report = run_import(ProgrammeResource(), table, dry_run=True)
    report.summary_line()          # new 3, changed 1, unchanged 110, refused 0
    for row in report.rows:        # RowReport(number, line, key, state, changes, refusals)
        ...

`run_import(resource, table, dry_run=)` and `run_imports([(resource, table), ...], dry_run=)` are the
only doors. What they promise:

- One transaction. A dry run is the real run rolled back. If any row of any table is refused,
  nothing is stored; `report.stored` says whether something was.
- `table` is a `Table(headers, rows, lines)` of text cells, whatever file it came from
  (`table.read_csv` reads CSV; cells of other formats become text first).
- Each row's number counts from 1 at the first row below the header; `line` is its line in the
  file. Row 0 is the header or the file as a whole (an unknown column, a missing key column, a file
  that the database refused). Rows without any text are passed over.
- A missing column keeps what is stored; an empty cell means the field's default or nothing.
- References of a model to itself may point at any row of the same file.
- A second run of the same table finds every row unchanged and writes nothing.
- When something was written: reckoned columns and money are right, the data version is raised
  once, and `imported` is sent (inside the transaction), by which `articles` recounts sources.

Tables of one `run_imports` are judged in order and see the rows of those before them.
"""

from collections.abc import Iterable
from typing import Any

from django.db import DatabaseError, DataError, IntegrityError, connection, transaction
from django.dispatch import Signal

from programmes import actions
from programmes.bulk import refresh_statistics
from programmes.resources.after import Outcome, refresh_record
from programmes.resources.base import RegisterResource
from programmes.resources.judge import Judge
from programmes.resources.report import ImportReport, RowReport, State, summary_line
from programmes.resources.table import Table, TableError, read_csv
from programmes.resources.write import write

__all__ = [
    "ImportReport",
    "Outcome",
    "RowReport",
    "State",
    "Table",
    "TableError",
    "imported",
    "read_csv",
    "run_import",
    "run_imports",
    "summary_line",
]

# Sent once a run with `outcomes`, a list of Outcome, while the transaction is open.
imported = Signal()

IMPORT_LOCK = 7_205_319  # any number, the same in every process


class DatabaseRefused(Exception):  # noqa: N818 - it says what happened
    """The database refused what the checks let through; `position` says in which table."""

    def __init__(self, position: int, error: DatabaseError) -> None:
        self.position = position
        self.error = error
        super().__init__(str(error))


def run_import(resource: RegisterResource, table: Table, *, dry_run: bool) -> ImportReport:
    """Import one table; see the head of this module."""
    return run_imports([(resource, table)], dry_run=dry_run)[0]


def run_imports(tables: Iterable[tuple[RegisterResource, Table | TableError]], *, dry_run: bool) -> list[ImportReport]:
    """Import several tables in one transaction, in the order given.

    A `TableError` in place of a table is a file that could not be read, and is reported as refused.
    """
    work = list(tables)
    try:
        return _run(work, dry_run)
    except DatabaseRefused:
        # Someone may have written the same key since we looked. A second look finds it.
        try:
            return _run(work, dry_run)
        except DatabaseRefused as refused:
            reports = [ImportReport(name=resource.name, dry_run=dry_run) for resource, _ in work]
            first_line = str(refused.error).strip().splitlines()[0]
            reports[refused.position].refuse_file(f"the database refused the file: {first_line}")
            return reports


def _run(work: list[tuple[RegisterResource, Table | TableError]], dry_run: bool) -> list[ImportReport]:
    reports = [ImportReport(name=resource.name, dry_run=dry_run) for resource, _ in work]
    outcomes: list[Outcome] = []
    refused_keys: dict[Any, set[str]] = {}
    with transaction.atomic():
        _one_import_at_a_time()
        for position, (resource, table) in enumerate(work):
            if isinstance(table, TableError):
                reports[position].refuse_file(table.reason, table.line)
                continue
            judge = Judge(resource, table, refused_keys)
            reports[position].rows = judge.reports
            try:
                judge.run()
                outcomes.append(write(resource, judge.accepted))
            except (IntegrityError, DataError) as error:
                raise DatabaseRefused(position, error) from error
            refused_keys[resource.model] = judge.refused_keys
        refused = any(report.refused for report in reports)
        written = [outcome for outcome in outcomes if outcome]
        if written and not refused:
            refresh_statistics(outcome.model for outcome in written)
            refresh_record(written)
            imported.send(sender=None, outcomes=written)
            actions.bump_revision()
        if dry_run or refused:
            transaction.set_rollback(True)
    for report in reports:
        report.stored = bool(written) and not refused and not dry_run
    return reports


def _one_import_at_a_time() -> None:
    """Let a second import wait for the first; SQLite's immediate transactions do so already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
