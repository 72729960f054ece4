"""What a cell's text means, and how a value is written into a cell.

`clean` reads a cell that is not empty and raises ValueError with a reason in plain words; `render`
writes the one form that dumps use. Texts without a meaning of their own - lengths, forbidden
characters, known codes - are checked by the model field's validators afterwards.
"""

import re
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from import_export import widgets

from programmes import money
from programmes.models.fields import with_one_line_end
from programmes.resources.lookups import CodeLookup, Lookup, quoted

if TYPE_CHECKING:
    from programmes.resources.base import RegisterResource

BOOLEANS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?", re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def one_line_ends(text: str) -> str:
    """Text with LF as its only line end and no space around it: browsers and spreadsheets write others."""
    return with_one_line_end(text).strip()


class TextWidget(widgets.Widget):
    """Text as it stands."""

    # whether the model field's own validators are to be asked as well
    asks_validators = True
    # whether its cells name other records
    refers = False

    def bind(self, resource: "RegisterResource") -> None:
        """Learn which resource this serves, once for each run."""

    def prepare(self, texts: Iterable[str]) -> None:
        """Learn what the cells of a column are going to be, before any is read."""

    def prepare_stored(self, values: Iterable[Any]) -> None:
        """Learn which stored values are going to be written."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> Any:
        return value

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else one_line_ends(str(value))


class WordsWidget(TextWidget):
    """Several texts joined by semicolons, in the order given."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        return ";".join(part.strip() for part in value.split(";") if part.strip())

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return self.clean(super().render(value))


class ChoiceWidget(TextWidget):
    """One of a few codes."""

    asks_validators = False

    def __init__(self, codes: Collection[str]) -> None:
        super().__init__()
        self.codes = codes

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        if value not in self.codes:
            raise ValueError(f"{quoted(value)} is not one of {', '.join(self.codes)}")
        return value


class YesNoWidget(TextWidget):
    """yes or no; true, false, 1 and 0 are read too."""

    asks_validators = False

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> bool:
        try:
            return BOOLEANS[value.casefold()]
        except KeyError:
            raise ValueError(f"{quoted(value)} is neither yes nor no") from None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "yes" if value else "no"


class WholeNumberWidget(TextWidget):
    """Digits alone, up to what PostgreSQL can hold: SQLite would hold more."""

    def __init__(self, top: int) -> None:
        super().__init__()
        self.top = top

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> int:
        if not _WHOLE.fullmatch(value):
            raise ValueError(f"{quoted(value)} is not a whole number")
        if int(value) > self.top:
            raise ValueError(f"{quoted(value)} is above {self.top}")
        return int(value)


class NumberWidget(TextWidget):
    """A plain number: digits and at most one point; no exponent, no separators."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> Decimal:
        if not _NUMBER.fullmatch(value):
            raise ValueError(f"{quoted(value)} is not a plain number such as 1600000 or 37.9")
        return Decimal(value)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else money.plain(value)


class AmountWidget(NumberWidget):
    """An amount of money, as `money.parse_amount` reads it."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> Decimal:
        return money.parse_amount(value)


class DayWidget(TextWidget):
    """A day of the calendar, 2021-08-30."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> date:
        if not _DAY.fullmatch(value):
            raise ValueError(f"{quoted(value)} is not a day such as 2021-08-30")
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"there is no day {quoted(value)}") from None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.isoformat() if value else ""


class ReferenceWidget(TextWidget):
    """The natural key of one other record; the value is its id."""

    asks_validators = False
    refers = True
    lookup: Lookup

    def __init__(self, model: type, **only: Any) -> None:
        super().__init__()
        self.model = model
        self.only = only

    def bind(self, resource: "RegisterResource") -> None:
        self.lookup = resource.lookup(self.model, **self.only)

    def prepare(self, texts: Iterable[str]) -> None:
        self.lookup.fetch(texts)

    def prepare_stored(self, values: Iterable[Any]) -> None:
        self.lookup.fetch_ids(values)

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> int:
        return self.lookup.id_of(value)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else self.lookup.key_of(value)


class Pending(str):
    """A reference to a record that the same file brings, known by its key until it has an id."""

    __slots__ = ()


class SelfReferenceWidget(ReferenceWidget):
    """The key of a record of the same model: one that is stored, or another row of the same file."""

    def bind(self, resource: "RegisterResource") -> None:
        super().bind(resource)
        self.file_keys = resource.file_keys

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> int | Pending:
        found = self.lookup.find(value)
        if found is not None:
            return found
        if value in self.file_keys:
            return Pending(value)
        raise ValueError(self.lookup.why_unknown(value))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(value) if isinstance(value, Pending) else super().render(value)


class ReferencesWidget(ReferenceWidget):
    """The natural keys of several other records; the value is the set of their ids."""

    def prepare(self, texts: Iterable[str]) -> None:
        self.lookup.fetch(key for text in texts for key in self.split(text))

    def prepare_stored(self, values: Iterable[Any]) -> None:
        self.lookup.fetch_ids(pk for ids in values for pk in ids)

    @staticmethod
    def split(text: str) -> list[str]:
        return [part.strip() for part in text.split(";") if part.strip()]

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> frozenset[int]:
        found, problems = set(), []
        for key in self.split(value):
            try:
                found.add(self.lookup.id_of(key))
            except ValueError as error:
                problems.append(str(error))
        if problems:
            raise ValueError("; ".join(problems))
        return frozenset(found)

    def own(self, ids: Iterable[int]) -> frozenset[int]:
        """Those ids that are this column's: terms of four code lists share one relation."""
        if isinstance(self.lookup, CodeLookup):
            return frozenset(ids) & self.lookup.objects.keys()
        return frozenset(ids)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return ";".join(sorted(self.lookup.key_of(pk) for pk in value or ()))
