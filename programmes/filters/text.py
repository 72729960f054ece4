"""Plain search in titles and names, the same on both databases.

`matching` is the one place that decides what the parameter `q` finds; full-text search can replace it.
"""

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import CharField, F, Func, Q, QuerySet
from django.db.models.lookups import Contains

MAX_WORDS = 16
# letters that Unicode does not take apart into a letter and an accent
STROKES = str.maketrans("øØłŁđĐħĦŧŦı", "oOlLdDhHtTi")
FIRST_ACCENT, LAST_ACCENT = "\u0300", "\u036f"


def fold(text: str | None) -> str | None:
    """Text without case and accents: "Côte d’Ivoire" becomes "cote d’ivoire"."""
    if text is None or text.isascii():
        return text.lower() if text else text
    apart = unicodedata.normalize("NFKD", text.translate(STROKES))
    return "".join(letter for letter in apart if not FIRST_ACCENT <= letter <= LAST_ACCENT).lower()


class Folded(Func):
    """`fold` inside the database, which has the text: neither engine knows accents by itself."""

    function = "REGISTER_FOLD"
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        connection.ensure_connection()
        connection.connection.create_function("REGISTER_FOLD", 1, fold, deterministic=True)
        return self.as_sql(compiler, connection, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        plain, stroked = "".join(map(chr, STROKES.values())), "".join(map(chr, STROKES))
        template = (
            f"LOWER(REGEXP_REPLACE(NORMALIZE(TRANSLATE(%(expressions)s, '{stroked}', '{plain}'), NFKD),"
            f" '[{FIRST_ACCENT}-{LAST_ACCENT}]', '', 'g'))"
        )
        return self.as_sql(compiler, connection, template=template, **context)


def any_contains(word: str, *columns: str) -> Q:
    """A condition that one of the columns holds the folded word."""
    condition = Q()
    for column in columns:
        condition |= Q(Contains(Folded(F(column)), word))
    return condition


def matching(
    queryset: QuerySet, text: str, columns: Iterable[str], related: Iterable[Callable[[str], Q]] = ()
) -> QuerySet:
    """Rows in which every word is found: in a column of their own, or through one of the `related` conditions."""
    for word in (fold(text) or "").split()[:MAX_WORDS]:
        condition = any_contains(word, *columns)
        for through in related:
            condition |= through(word)
        queryset = queryset.filter(condition)
    return queryset
