"""Load a folder of CSV files into the register."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles import registry
from programmes.resources.lookups import quoted
from programmes.resources.report import ImportReport, RowReport, State, summary_line


class Command(BaseCommand):
    help = "Import all CSV files of a folder in one transaction; a refused row leaves the register as it was."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", metavar="DIR", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="show each row's changes and store nothing")

    def handle(self, *args: Any, directory: Path, dry_run: bool, **options: Any) -> None:
        if not directory.is_dir():
            raise CommandError(f"{directory} is not a folder.")
        load = registry.load_registry(directory=directory, dry_run=dry_run)
        for name in load.missing:
            self.stdout.write(f"{name}: not there, skipped")
        for name in load.strange:
            self.stdout.write(f"{name}: no file of the register, skipped")
        for report in load.reports:
            self.print_report(report, dry_run)
        if dry_run:
            self.stdout.write("Dry run: nothing was stored.")
        self.stdout.write(summary_line(*load.reports))
        if load.refused:
            raise CommandError("Rows were refused; nothing was stored.")

    def print_report(self, report: ImportReport, dry_run: bool) -> None:
        self.stdout.write(f"{report.name}.csv: {report.summary_line()}")
        for row in report.rows:
            place = f"  line {row.line}, row {row.number}" if row.number else f"  line {row.line}"
            if row.state == State.REFUSED:
                self.print_refusals(place, row)
            elif dry_run and row.state == State.NEW:
                self.stdout.write(f"{place}: new {row.key}")
            elif dry_run:
                for column, old, new in row.changes:
                    self.stdout.write(f"{place}: {row.key}, {column}: {quoted(old)} becomes {quoted(new)}")

    def print_refusals(self, place: str, row: RowReport) -> None:
        for column, reason in row.refusals:
            about = ", ".join(part for part in (row.key, column) if part)
            self.stdout.write(f"{place}: refused, {about}: {reason}" if about else f"{place}: refused: {reason}")
