"""The models' check constraints, asked of an object without asking the database.

Django's own `validate_constraints` sends a query for each constraint of each object. Here the
condition is evaluated with SQL's three truths: a comparison with a missing value is neither true
nor false, and a constraint is broken only by what is false. A lookup that is not known here is an
error when the program starts, not a check left out; a test compares the answers with the databases'.
"""

import operator
from collections.abc import Callable
from typing import Any

from django.db.models import CheckConstraint, F, Model, Q

Test = Callable[[Model], bool | None]

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda value, options: value in options,
    "range": lambda value, ends: ends[0] <= value <= ends[1],
    "startswith": lambda value, start: value.startswith(start),
}


def compiled(condition: Q, model: type[Model]) -> Test:
    """A function that says whether a condition holds for an object: True, False or (unknown) None."""
    parts = [
        compiled(child, model) if isinstance(child, Q) else _comparison(*child, model) for child in condition.children
    ]
    combine = _all if condition.connector == Q.AND else _any
    if condition.connector not in {Q.AND, Q.OR}:
        raise NotImplementedError(f"{condition.connector} in a check constraint")

    def test(instance: Model) -> bool | None:
        holds = combine([part(instance) for part in parts])
        if condition.negated and holds is not None:
            return not holds
        return holds

    return test


def _all(truths: list[bool | None]) -> bool | None:
    if False in truths:
        return False
    return None if None in truths else True


def _any(truths: list[bool | None]) -> bool | None:
    if True in truths:
        return True
    return None if None in truths else False


def _comparison(path: str, expected: Any, model: type[Model]) -> Test:
    name, _, lookup = path.partition("__")
    attribute = model._meta.get_field(name).attname
    if lookup == "isnull" or (expected is None and lookup in {"", "exact"}):
        missing = expected is None or expected
        return lambda instance: (getattr(instance, attribute) is None) == missing
    if (lookup or "exact") not in COMPARISONS:
        raise NotImplementedError(f"{path} in a check constraint")
    compare = COMPARISONS[lookup or "exact"]
    other = model._meta.get_field(expected.name).attname if isinstance(expected, F) else None

    def test(instance: Model) -> bool | None:
        value = getattr(instance, attribute)
        against = getattr(instance, other) if other else expected
        return None if value is None or against is None else compare(value, against)

    return test


def fields_of(condition: Q) -> list[str]:
    """The names of the fields that a condition looks at, in its order."""
    names: list[str] = []
    for child in condition.children:
        names += fields_of(child) if isinstance(child, Q) else [child[0].split("__")[0]]
    return names


class Checks:
    """All check constraints of a model, ready to be asked."""

    def __init__(self, model: type[Model], columns: dict[str, str]) -> None:
        """`columns` gives the column of each field that an import can be blamed for."""
        self.tests: list[tuple[Test, str, str]] = []
        for constraint in model._meta.constraints:
            if isinstance(constraint, CheckConstraint):
                column, reason = self._blame(constraint, columns)
                self.tests.append((compiled(constraint.condition, model), column, reason))

    @staticmethod
    def _blame(constraint: CheckConstraint, columns: dict[str, str]) -> tuple[str, str]:
        """Column and reason: from a message `column: reason`, else the first column the condition looks at."""
        message = str(constraint.get_violation_error_message())
        column, colon, reason = message.partition(": ")
        if colon and column in columns.values():
            return column, reason
        for name in fields_of(constraint.condition):
            base = name.removesuffix("_earliest").removesuffix("_latest")
            if name in columns or base in columns:
                return columns.get(name) or columns[base], message
        return "", message

    def broken_by(self, instance: Model) -> list[tuple[str, str]]:
        """(column, reason) of each constraint that the object breaks."""
        return [(column, reason) for test, column, reason in self.tests if test(instance) is False]
