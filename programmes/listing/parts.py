"""The small things that a listing is made of, as templates read them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Chip:
    """One value that is filtered by, with the address of the list without it."""

    label: str
    value: str
    remove_url: str


@dataclass(frozen=True)
class Choice:
    """One value of a facet, with the number of rows that have it."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Facet:
    """A list of choices; `more` counts those with fewer rows that are left out."""

    name: str
    label: str
    choices: Sequence[Choice]
    more: int
    error: str


@dataclass(frozen=True)
class SortLink:
    """An order of the list: the address that gives it, or that turns it round if it is in use."""

    key: str
    label: str
    url: str
    active: bool
    direction: str

    @property
    def aria(self) -> str:
        """For `aria-sort` of the column in use."""
        return "descending" if self.direction == "desc" else "ascending"


@dataclass(frozen=True)
class PageLink:
    number: int | str
    url: str
    current: bool


@dataclass(frozen=True)
class Note:
    """A sentence about the rows, perhaps with the address of the rows it speaks of."""

    text: str
    url: str = ""
