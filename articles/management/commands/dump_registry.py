"""Write the register into a folder of CSV files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from articles import registry
from programmes.resources.report import summary_line


class Command(BaseCommand):
    help = "Write one CSV file a model, in the form that load_registry reads back unchanged."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", metavar="DIR", type=Path)

    def handle(self, *args: Any, directory: Path, **options: Any) -> None:
        reports = registry.dump_registry(directory=directory)
        for report in reports:
            self.stdout.write(f"{report.name}.csv: {report.summary_line()}")
        # against the files that were in the folder before
        self.stdout.write(summary_line(*reports))
