"""The whole register as a folder of CSV files, one a model: loading it and dumping it.

Both go through the resources of the admin imports. A load is one transaction; a dump writes the
one canonical form, so that a dump after a load gives the same files.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from articles.resources import ArticleResource, ClaimResource, StatisticResource
from programmes.resources import (
    AgencyResource,
    CountryResource,
    ExchangeRateResource,
    FunderResource,
    GrantResource,
    MilestoneResource,
    ParticipationResource,
    ProgrammeResource,
    RegisterResource,
    TermResource,
)
from programmes.resources.engine import ImportReport, RowReport, State, TableError, run_imports
from programmes.resources.table import Table, csv_line, read_csv

# What a row refers to stands in a file before its own.
RESOURCES: tuple[type[RegisterResource], ...] = (
    TermResource,
    CountryResource,
    ExchangeRateResource,
    FunderResource,
    AgencyResource,
    MilestoneResource,
    ProgrammeResource,
    GrantResource,
    ParticipationResource,
    ArticleResource,
    StatisticResource,
    ClaimResource,
)


@dataclass(slots=True)
class Load:
    """What came of loading a folder: a report for each file, the files it lacks, those that mean nothing here."""

    reports: list[ImportReport] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)

    @property
    def refused(self) -> int:
        return sum(report.refused for report in self.reports)


def load_registry(*, directory: Path, dry_run: bool = False) -> Load:
    """Import all files of a folder in one transaction; nothing stays if any row is refused."""
    load = Load()
    work: list[tuple[RegisterResource, Table | TableError]] = []
    names = set()
    for resource in (made() for made in RESOURCES):
        path = directory / f"{resource.name}.csv"
        names.add(path.name)
        if path.exists():
            work.append((resource, _read(path)))
        else:
            load.missing.append(path.name)
    load.strange = sorted(path.name for path in directory.glob("*.csv") if path.name not in names)
    load.reports = run_imports(work, dry_run=dry_run)
    return load


def _read(path: Path) -> Table | TableError:
    try:
        return read_csv(path.read_bytes())
    except TableError as error:
        return error
    except OSError as error:
        return TableError(f"the file cannot be read: {error.strerror}")


@transaction.atomic
def dump_registry(*, directory: Path) -> list[ImportReport]:
    """Write every model's file into a folder; each report compares the file with the one that was there.

    A row is new if the old file had none with its key. The articles' full text is never written.
    """
    directory.mkdir(parents=True, exist_ok=True)
    return [_dump(resource, directory / f"{resource.name}.csv") for resource in (made() for made in RESOURCES)]


def _dump(resource: RegisterResource, path: Path) -> ImportReport:
    report = ImportReport(name=resource.name)
    headers = list(resource.by_name)
    places = [headers.index(column.column_name) for column in resource.key_columns]
    before = _rows_before(path, headers, places)
    # The old file stays whole until the new one is.
    fresh = path.with_suffix(".csv.new")
    with fresh.open("w", encoding="utf-8", newline="") as file:
        file.write(csv_line(headers))
        for number, cells in enumerate(resource.rows_in_order(), start=1):
            file.write(csv_line(cells))
            key = tuple(cells[place] for place in places)
            same = State.UNCHANGED if before.get(key) == cells else State.CHANGED
            state = same if key in before else State.NEW
            report.rows.append(RowReport(number, number + 1, resource.key_text(key), state))
    os.replace(fresh, path)
    return report


def _rows_before(path: Path, headers: list[str], places: list[int]) -> dict[tuple[str, ...], list[str]]:
    """The rows of the file that was there, by key; none if it cannot be read or has other columns."""
    if not path.exists():
        return {}
    table = _read(path)
    if isinstance(table, TableError) or table.headers != headers:
        return {}
    return {tuple(row[place] for place in places): row for row in table.rows if len(row) == len(headers)}
