"""Form fields that take whatever an address holds and say what they cannot mean."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from programmes.dates import MAX_YEAR, MIN_YEAR
from programmes.filters.codes import Code, Codes

MAX_AMOUNT = Decimal(10) ** 12
MAX_PAGE = 10**6
MAX_PER_PAGE = 100
MAX_TEXT = 200
MAX_VALUES = 50
PLAIN_AMOUNT = re.compile(r"(?:[0-9]{1,13}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.[0-9]{1,2})?")


def printable(text: str, limit: int = 40) -> str:
    """A visitor's value as an error message may repeat it: short, without control characters."""
    shown = "".join(letter if letter.isprintable() else "\ufffd" for letter in text[:limit])
    return f"{shown}…" if len(text) > limit else shown


class PlainInput(forms.TextInput):
    """A text input that can show any value again, even one with a NUL in it."""

    def format_value(self, value: Any) -> str | None:
        return super().format_value(value.replace("\0", "\ufffd") if isinstance(value, str) else value)


class PlainSearchInput(PlainInput):
    input_type = "search"


@dataclass(frozen=True)
class Chosen:
    """What a parameter with several values holds: the codes that are known, and the values that are not."""

    codes: tuple[Code, ...] = ()
    unknown: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.codes)

    @property
    def pks(self) -> list[Any]:
        return [code.pk for code in self.codes]


class CodesField(forms.Field):
    """Values of a code list. The known ones count even where others beside them are not known."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, codes: Codes, **kwargs: Any) -> None:
        self.codes = codes
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Chosen:
        values = list(dict.fromkeys(text for text in map(str.strip, as_list(value)) if text))
        if not values:
            return Chosen()
        found = self.codes.find(values[:MAX_VALUES])
        unique = {code.key: code for code in found.values()}
        return Chosen(
            codes=tuple(unique[key] for key in sorted(unique)),
            unknown=tuple(text for text in values if text not in found),
        )


def as_list(value: Any) -> Iterable[str]:
    """The strings that a widget gives: a list from an address, one value from a dict."""
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]


class WordsField(forms.CharField):
    """Words to look for."""

    widget = PlainSearchInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MAX_TEXT, **kwargs)


class YearField(forms.Field):
    """A year, as four digits."""

    widget = PlainInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4, "placeholder": "Year"})

    def clean(self, value: Any) -> int | None:
        text = str(value or "").strip()
        if not text:
            return None
        if not (len(text) == 4 and text.isascii() and text.isdigit() and MIN_YEAR <= int(text) <= MAX_YEAR):
            raise ValidationError(
                f"“{printable(text)}” is left out: give a year from {MIN_YEAR} to {MAX_YEAR}.", code="year"
            )
        return int(text)


class AmountField(forms.Field):
    """An amount in US dollars, as a plain number; commas between thousands are understood."""

    widget = PlainInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": 20, "placeholder": "US$"})

    def clean(self, value: Any) -> Decimal | None:
        text = str(value or "").strip()
        if not text:
            return None
        amount = Decimal(text.replace(",", "")) if PLAIN_AMOUNT.fullmatch(text) else None
        if amount is None or amount > MAX_AMOUNT:
            raise ValidationError(
                f"“{printable(text)}” is left out: give a plain number of dollars, such as 250000.", code="amount"
            )
        return amount


class NumberField(forms.Field):
    """A whole number within limits."""

    widget = PlainInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, *, limit: int, **kwargs: Any) -> None:
        self.limit = limit
        super().__init__(**kwargs)

    def clean(self, value: Any) -> int | None:
        text = str(value or "").strip()
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= 8 and 1 <= int(text) <= self.limit):
            raise ValidationError(
                f"“{printable(text)}” is left out: give a whole number from 1 to {self.limit:,}.", code="number"
            )
        return int(text)


class OneOfField(forms.Field):
    """One of a few words, such as the orders of a list."""

    widget = PlainInput

    def __init__(self, *, words: Iterable[str], **kwargs: Any) -> None:
        self.words = tuple(words)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = str(value or "").strip()
        if text and text not in self.words:
            words = ", ".join(word for word in self.words if not word.startswith("-"))
            turned = ", with - before it for the other way round" if any(w.startswith("-") for w in self.words) else ""
            raise ValidationError(f"“{printable(text)}” is left out: use {words}{turned}.", code="word")
        return text
