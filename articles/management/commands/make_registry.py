"""Fill an empty register with made-up programmes, for benchmarks."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.synthetic import SEED, make_register


class Command(BaseCommand):
    help = "Fill an empty register with made-up programmes, five articles and ten statistics each."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--programmes", type=int, default=1000, metavar="N")
        parser.add_argument("--seed", type=int, default=SEED)

    def handle(self, *args: Any, programmes: int, seed: int, **options: Any) -> None:
        if not 1 <= programmes <= 1_000_000:
            raise CommandError("--programmes: from 1 to 1,000,000.")
        try:
            make_register(programmes=programmes, seed=seed)
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{programmes} made-up programmes.")
