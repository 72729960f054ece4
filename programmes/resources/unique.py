"""What only one record may have beside its key: asked for all rows of a file at once."""

from typing import TYPE_CHECKING, NamedTuple

from django.db import models

from programmes.resources.base import RegisterResource
from programmes.resources.constraints import Test, compiled
from programmes.resources.lookups import chunks
from programmes.resources.report import State

if TYPE_CHECKING:
    from programmes.resources.judge import Row


class Rule(NamedTuple):
    """A unique field or constraint: its columns, and the condition under which it holds."""

    fields: tuple[str, ...]
    condition: models.Q | None
    applies: Test


def rules_of(resource: RegisterResource) -> list[Rule]:
    """The unique fields and constraints of a resource's model, its key left out."""
    meta = resource.model._meta
    key = {column.attribute for column in resource.key_columns}
    found: list[tuple[tuple[str, ...], models.Q | None]] = [
        ((field.name,), None) for field in meta.concrete_fields if field.unique and not field.primary_key
    ]
    for constraint in meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            found.append((tuple(constraint.fields), constraint.condition))
    rules = []
    for fields, condition in found:
        if {meta.get_field(name).attname for name in fields} != key:
            applies = compiled(condition, resource.model) if condition is not None else lambda instance: True
            rules.append(Rule(fields, condition, applies))
    return rules


def refuse_taken(resource: RegisterResource, rows: "list[Row]") -> None:
    """Refuse new and changed rows whose unique values another row, or a stored record, has."""
    for rule in rules_of(resource):
        _refuse_taken(resource, rule, rows)


def _refuse_taken(resource: RegisterResource, rule: Rule, rows: "list[Row]") -> None:
    attributes = [resource.model._meta.get_field(name).attname for name in rule.fields]

    def values_of(instance: models.Model) -> tuple | None:
        values = tuple(getattr(instance, attribute) for attribute in attributes)
        return values if None not in values and rule.applies(instance) else None

    holders: dict[tuple, Row] = {}
    # Rows that stay as they are come first: what they have they keep.
    for row in sorted(rows, key=lambda row: row.report.state != State.UNCHANGED):
        values = values_of(row.instance)
        if values is None or row.is_refused:
            continue
        holder = holders.setdefault(values, row)
        if holder is not row:
            place = f"row {holder.report.number} ({holder.report.key})"
            row.report.refuse(*resource.unique_refusal(rule.fields, place))
    asked = {values: row for values, row in holders.items() if row.report.state in {State.NEW, State.CHANGED}}
    in_file = {row.instance.pk for row in rows if row.instance.pk}
    for values, pk in _stored(resource, rule, attributes, {values[0] for values in asked}):
        if values in asked and pk not in in_file:
            other = resource.lookup(resource.model).key_of(pk)
            asked[values].report.refuse(*resource.unique_refusal(rule.fields, f"“{other}”"))


def _stored(resource: RegisterResource, rule: Rule, attributes: list[str], firsts: set) -> list[tuple[tuple, int]]:
    """Stored records that have one of these first values: (values, id)."""
    found = []
    for part in chunks(firsts):
        rows = resource.model._default_manager.order_by().filter(**{f"{attributes[0]}__in": part})
        if rule.condition is not None:
            rows = rows.filter(rule.condition)
        found += [(tuple(values), pk) for pk, *values in rows.values_list("pk", *attributes)]
    return found
