"""Finding the records that cells name, without a query a row.

A `Lookup` is told beforehand which keys (from the file) and which ids (from the register) it will
be asked for, and fetches them in a few queries. A name that is nobody's is refused with near names
to choose from; nothing is ever created.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from django.db import models
from rapidfuzz import fuzz, process

from programmes.names import SUGGEST_FROM, Entry, Resolver, split_aliases

Item = TypeVar("Item")

CHUNK = 900  # Django grants SQLite 999 parameters a statement
MAX_SUGGESTIONS = 50  # a file with every name wrong needs no more
MAX_QUOTED = 80


def chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    """The items in lists of at most `size`."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def quoted(text: str) -> str:
    """A cell's text for a message: shortened, and with what cannot be printed escaped."""
    shown = text if len(text) <= MAX_QUOTED else f"{text[:MAX_QUOTED]}…"
    return "“" + "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in shown) + "”"


class Lookup:
    """Ids of one model's records by natural key, and keys by id."""

    def __init__(self, model: type[models.Model], key: tuple[str, ...] = ("slug",), separator: str = "/") -> None:
        self.model = model
        self.key = key
        self.separator = separator
        self.noun = str(model._meta.verbose_name)
        self.refused: set[str] = set()  # keys that an earlier file of the same run was refused for
        self._ids: dict[str, int] = {}
        self._keys: dict[int, str] = {}
        self._asked: set[str] = set()
        self._near: list[str] | None = None
        self._suggestions = 0

    def rows(self) -> models.QuerySet:
        return self.model._default_manager.order_by()

    def fetch(self, texts: Iterable[str]) -> None:
        """Learn the ids behind these keys."""
        missing = {text for text in texts if text and text not in self._asked}
        self._asked |= missing
        first = {text.split(self.separator)[0] for text in missing} if len(self.key) > 1 else missing
        for part in chunks(sorted(first)):
            self._learn(self.rows().filter(**{f"{self.key[0]}__in": part}))

    def fetch_ids(self, ids: Iterable[int | None]) -> None:
        """Learn the keys behind these ids."""
        missing = {pk for pk in ids if pk is not None and pk not in self._keys}
        for part in chunks(sorted(missing)):
            self._learn(self.rows().filter(pk__in=part))

    def _learn(self, rows: models.QuerySet) -> None:
        for pk, *parts in rows.values_list("pk", *self.key):
            text = self.separator.join(parts)
            self._ids[text], self._keys[pk] = pk, text

    def find(self, text: str) -> int | None:
        """The id behind a key, or None."""
        if text not in self._asked:
            self.fetch([text])
        return self._ids.get(text)

    def id_of(self, text: str) -> int:
        """The id of the record that a cell names; raises ValueError with near names."""
        found = self.find(text)
        if found is None:
            raise ValueError(self.why_unknown(text))
        return found

    def key_of(self, pk: int) -> str:
        """The natural key of a record."""
        if pk not in self._keys:
            self.fetch_ids([pk])
        return self._keys.get(pk, "")

    def why_unknown(self, text: str) -> str:
        """Say that a cell names nobody, and who may be meant."""
        if text in self.refused:
            return f"the {self.noun} {quoted(text)} was itself refused"
        near: list[str] = []
        if self._suggestions < MAX_SUGGESTIONS:
            self._suggestions += 1
            near = self.suggest(text)
        meant = f"; did you mean {' or '.join(near)}?" if near else ""
        return f"no {self.noun} {quoted(text)}{meant}"

    def suggest(self, text: str) -> list[str]:
        """Keys that look like a text, the nearest first."""
        if self._near is None:
            self._near = [self.separator.join(parts) for parts in self.rows().values_list(*self.key)]
        found = process.extract(text[:200], self._near, scorer=fuzz.ratio, score_cutoff=SUGGEST_FROM, limit=3)
        return [key for key, _, _ in found]


class OrganisationLookup(Lookup):
    """Funders or agencies, by slug, name, alias or acronym."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(model)
        self._resolver: Resolver | None = None

    @property
    def resolver(self) -> Resolver:
        """All names of all organisations; made only when a cell holds something other than a slug."""
        if self._resolver is None:
            rows = self.rows().values_list("slug", "name", "acronym", "aliases")
            self._resolver = Resolver(Entry(slug, name, acr, split_aliases(more)) for slug, name, acr, more in rows)
        return self._resolver

    def find(self, text: str) -> int | None:
        """The id of the one organisation that a text names; raises `names.Ambiguous` for several."""
        found = super().find(text)
        if found is None and text:
            slug = self.resolver.resolve(text)
            found = super().find(slug) if slug else None
        return found

    def suggest(self, text: str) -> list[str]:
        return [near.slug for near in self.resolver.suggest(text)]


class CodeLookup(Lookup):
    """A small table - countries, one code list - held whole, with its objects."""

    def __init__(self, model: type[models.Model], **only: Any) -> None:
        super().__init__(model, key=("code",))
        self.only = only
        self.noun = f"{' '.join(only.values()).replace('_', ' ')} {self.noun}".strip() if only else self.noun
        self._objects: dict[int, models.Model] | None = None

    def rows(self) -> models.QuerySet:
        return super().rows().filter(**self.only)

    @property
    def objects(self) -> dict[int, models.Model]:
        """The objects by id."""
        if self._objects is None:
            self._objects = self.rows().in_bulk()
            self._keys = {pk: item.code for pk, item in self._objects.items()}
            self._ids = {code: pk for pk, code in self._keys.items()}
        return self._objects

    def fetch(self, texts: Iterable[str]) -> None:
        self.objects  # noqa: B018 - holds all there is

    def fetch_ids(self, ids: Iterable[int | None]) -> None:
        self.objects  # noqa: B018

    def find(self, text: str) -> int | None:
        self.fetch([])
        return self._ids.get(text)

    def suggest(self, text: str) -> list[str]:
        """Codes whose code or label looks like the text: "Pakistan" means PK."""
        labels = {str(item).casefold(): item.code for item in self.objects.values()}
        near = process.extract(text[:200].casefold(), labels.keys(), scorer=fuzz.ratio, score_cutoff=SUGGEST_FROM)
        found = [code for code in self._ids if code.casefold() == text.casefold()]
        return list(dict.fromkeys([*found, *(labels[label] for label, _, _ in near)]))[:3]
