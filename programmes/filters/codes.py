"""The values that a coded parameter can take, and where they come from."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import QuerySet

from programmes.dates import MAX_YEAR, MIN_YEAR

MAX_LENGTH = 200


@dataclass(frozen=True)
class Code:
    """One value: as the address writes it, as the database keeps it, as a page words it."""

    key: str
    pk: Any
    label: str


class Codes(Protocol):
    """A code list."""

    def find(self, values: Iterable[str]) -> dict[str, Code]:
        """The code that each value means; a value that means none is left out."""
        ...


@dataclass(frozen=True)
class FixedCodes:
    """A code list that is part of the program."""

    choices: Mapping[str, str]
    also: Mapping[str, str] = field(default_factory=dict)
    normal: Callable[[str], str] = str.lower

    def find(self, values: Iterable[str]) -> dict[str, Code]:
        found = {}
        for value in values:
            key = self.also.get(self.normal(value), self.normal(value))
            if key in self.choices:
                found[value] = Code(key, key, self.choices[key])
        return found


YES_NO = {"1": "yes", "true": "yes", "on": "yes", "0": "no", "false": "no", "off": "no"}


def yes_no(yes: str, no: str) -> FixedCodes:
    """The two codes of a parameter that is on or off, with the words for each."""
    return FixedCodes({"yes": yes, "no": no}, also=YES_NO)


@dataclass(frozen=True)
class YearCodes:
    """Calendar years that the register can mean."""

    first: int = MIN_YEAR
    last: int = MAX_YEAR

    def find(self, values: Iterable[str]) -> dict[str, Code]:
        return {
            value: Code(value, int(value), value)
            for value in values
            if len(value) == 4 and value.isascii() and value.isdigit() and self.first <= int(value) <= self.last
        }


@dataclass(frozen=True)
class RowCodes:
    """A code list that is rows of the database: only those that the public may see."""

    rows: Callable[[], QuerySet]
    key: str = "slug"
    label: str = "name"
    normal: Callable[[str], str] = str.lower

    def find(self, values: Iterable[str]) -> dict[str, Code]:
        wanted = {value: self.normal(value) for value in values if "\0" not in value and len(value) <= MAX_LENGTH}
        if not wanted:
            return {}
        rows = self.rows().order_by().filter(**{f"{self.key}__in": set(wanted.values())})
        codes = {key: Code(key, pk, label) for pk, key, label in rows.values_list("pk", self.key, self.label)}
        return {value: codes[key] for value, key in wanted.items() if key in codes}


@dataclass(frozen=True)
class TextCodes:
    """A column of free text whose values are its codes, such as the publishers of articles."""

    rows: Callable[[], QuerySet]
    column: str

    def find(self, values: Iterable[str]) -> dict[str, Code]:
        wanted = {value for value in values if "\0" not in value and len(value) <= MAX_LENGTH}
        if not wanted:
            return {}
        rows = self.rows().order_by().filter(**{f"{self.column}__in": wanted})
        return {text: Code(text, text, text) for text in rows.values_list(self.column, flat=True).distinct()}
