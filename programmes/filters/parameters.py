"""The public parameters of a list as django-filter filters, each with its canonical form and its words."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from programmes.filters.codes import Codes
from programmes.filters.fields import AmountField, Chosen, CodesField, WordsField, YearField
from programmes.filters.text import matching
from programmes.money import plain

FEW = 900


class Parameter(django_filters.Filter):
    """One parameter: what it leaves of the rows, how an address writes its value, how a page words it."""

    def is_set(self, value: Any) -> bool:
        return value not in (None, "")

    def written(self, value: Any) -> list[str]:
        """The value or values as the canonical address has them."""
        return [str(value)]

    def words(self, value: Any) -> list[tuple[str, str]]:
        """Each value as an address has it, and the words for it."""
        return [(text, text) for text in self.written(value)]


class Words(Parameter):
    """`q`: every word is in a column of the row, or in the name of something it hangs together with."""

    field_class = WordsField

    def __init__(self, *columns: str, related: tuple[Callable[[str], Q], ...] = (), **kwargs: Any) -> None:
        self.columns = columns
        self.related = related
        self._found: list[int] | QuerySet | None = None
        super().__init__(label=kwargs.pop("label", "Search"), **kwargs)

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        if self._found is None:
            # The page, the total and each list of choices ask again: look once, if the answer is short.
            found = matching(self.parent.queryset, value, self.columns, self.related).order_by().values("pk")
            few = list(found.values_list("pk", flat=True)[: FEW + 1])
            self._found = few if len(few) <= FEW else found
        return qs.filter(pk__in=self._found)


class Coded(Parameter):
    """Values of a code list: a row that has any of them is kept."""

    field_class = CodesField

    def __init__(self, label: str, codes: Codes, having: Callable[[list[Any]], Q], **kwargs: Any) -> None:
        self.having = having
        super().__init__(label=label, codes=codes, **kwargs)

    def is_set(self, value: Chosen) -> bool:
        return bool(value)

    def written(self, value: Chosen) -> list[str]:
        return [code.key for code in value.codes]

    def words(self, value: Chosen) -> list[tuple[str, str]]:
        return [(code.key, code.label) for code in value.codes]

    def filter(self, qs: QuerySet, value: Chosen) -> QuerySet:
        condition = self.having(value.pks)
        return qs.exclude(condition) if self.exclude else qs.filter(condition)


def without(parameter: Coded) -> Coded:
    """The opposite of a coded parameter: `not_country` leaves out what `country` would keep."""
    return Coded(
        f"Not {parameter.label[0].lower()}{parameter.label[1:]}",
        parameter.extra["codes"],
        parameter.having,
        exclude=True,
    )


class Year(Parameter):
    """A year; `keep` gives the rows that are left of it."""

    field_class = YearField

    def __init__(self, label: str, keep: Callable[[QuerySet, int], QuerySet], **kwargs: Any) -> None:
        self.keep = keep
        super().__init__(label=label, **kwargs)

    def filter(self, qs: QuerySet, value: int) -> QuerySet:
        return self.keep(qs, value)


class Amount(Parameter):
    """A limit in US dollars on a column."""

    field_class = AmountField

    def written(self, value: Any) -> list[str]:
        return [plain(value)]

    def words(self, value: Any) -> list[tuple[str, str]]:
        return [(plain(value), f"US${value:,f}".removesuffix(".00"))]

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        return qs.filter(**{f"{self.field_name}__{self.lookup_expr}": value})


def column(name: str) -> Callable[[list[Any]], Q]:
    """Rows whose column is one of the values."""
    return lambda values: Q(**{f"{name}__in": values})


def listed(rows: Callable[[], QuerySet], key: str, owner: str) -> Callable[[list[Any]], Q]:
    """Rows that a table of links names beside one of the values; a subquery, so no row comes twice."""
    return lambda values: Q(pk__in=rows().order_by().filter(**{f"{key}__in": values}).values(owner))
