"""The query of an address in its one canonical form: known values only, in a fixed order, without defaults."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Query:
    """Names and values in order; every change gives a new one."""

    pairs: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return urlencode(self.pairs)

    def url(self, path: str) -> str:
        return f"{path}?{self}" if self.pairs else path

    def get(self, name: str) -> list[str]:
        return [value for key, value in self.pairs if key == name]

    def without(self, *names: str) -> "Query":
        """The query without these parameters."""
        return Query(tuple(pair for pair in self.pairs if pair[0] not in names))

    def without_value(self, name: str, value: str) -> "Query":
        """The query without one value of a parameter."""
        return Query(tuple(pair for pair in self.pairs if pair != (name, value)))

    def having(self, **values: str | Iterable[str]) -> "Query":
        """The query with these parameters set anew, at its end."""
        pairs = list(self.without(*values).pairs)
        for name, value in values.items():
            pairs += [(name, item) for item in ([value] if isinstance(value, str) else value)]
        return Query(tuple(pairs))

    def as_dict(self) -> dict[str, str | list[str]]:
        """For JSON: one value as text, several as a list."""
        return {name: found[0] if len(found := self.get(name)) == 1 else found for name, _ in self.pairs}
