"""Writing accepted rows in bulk: rows first, references among themselves after.

A changed row is written as an upsert on its id: one statement for many rows, where `bulk_update`
writes a CASE for each cell. Only the file's columns, and what is reckoned from them, are touched.
"""

from typing import TYPE_CHECKING

from django.db import connection, models

from programmes.resources.after import Outcome
from programmes.resources.base import RegisterResource
from programmes.resources.columns import Column, links_of, relation_columns
from programmes.resources.lookups import chunks
from programmes.resources.report import State
from programmes.resources.widgets import Pending

if TYPE_CHECKING:
    from programmes.resources.judge import Row

BATCH = 1000
PAIRS = 450  # of two parameters each, below SQLite's 999


def write(resource: RegisterResource, rows: "list[Row]") -> Outcome:
    """Write new and changed rows, and say what was done."""
    new = [row for row in rows if row.report.state == State.NEW]
    changed = [row for row in rows if row.report.state == State.CHANGED]
    _release(resource, changed)
    _upsert(resource, [row.instance for row in changed], _fields_to_write(resource, changed))
    resource.model._default_manager.bulk_create([row.instance for row in new], batch_size=BATCH)
    _write_references(resource, rows)
    for relation in resource.many:
        _write_links(resource, relation, rows)
    return Outcome(
        model=resource.model,
        new=[row.instance for row in new],
        changed=[(row.instance, row.before) for row in changed],
    )


def _fields_to_write(resource: RegisterResource, changed: "list[Row]") -> list[str]:
    """The columns that any of the rows changes, and those reckoned from them."""
    names = {name for row in changed for name in row.values}
    touched = {attribute for name in names for attribute in resource.by_name[name].attributes}
    fields = [field for field in resource.model._meta.concrete_fields if field.attname in touched]
    bounds = [f"{f.name}_{bound}" for f in resource.uncertain for bound in ("earliest", "latest") if f in fields]
    own = {field.name for field in resource.model._meta.concrete_fields}
    return [*(field.name for field in fields), *bounds, *resource.derived, *(own & {"updated_at"})]


def _upsert(resource: RegisterResource, instances: list[models.Model], fields: list[str]) -> None:
    if instances:
        resource.model._default_manager.bulk_create(
            instances,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=[resource.model._meta.pk.name],
            update_fields=list(dict.fromkeys(fields)),
        )


def _release(resource: RegisterResource, changed: "list[Row]") -> None:
    """Empty what only one record may have, where it changes hands."""
    for attribute, (value, names) in resource.released.items():
        ids = [row.instance.pk for row in changed if not row.values.keys().isdisjoint(names)]
        for part in chunks(ids):
            resource.model._default_manager.filter(pk__in=part).update(**{attribute: value})


def _write_references(resource: RegisterResource, rows: "list[Row]") -> None:
    """The second pass: references to rows that had no id before the first."""
    for column in resource.columns:
        waiting = [row for row in rows if isinstance(row.values.get(column.column_name), Pending)]
        if not waiting:
            continue
        ids = resource.ids_of({str(row.values[column.column_name]) for row in waiting})
        for row in waiting:
            # a row it points at may have been refused; then nothing of the file stays anyway
            column.assign(row.instance, ids.get(str(row.values[column.column_name])))
        _upsert(resource, [row.instance for row in waiting], [column.model_field.name])


def _write_links(resource: RegisterResource, relation: str, rows: "list[Row]") -> None:
    """Add and remove the rows of a table between, for the columns that share it."""
    columns = [column for column in resource.columns if column.many and column.attribute == relation]
    through = getattr(resource.model, relation).through
    source, target = relation_columns(resource.model, relation)
    added: list[tuple[int, int]] = []
    removed: list[int] = []
    for row in rows:
        for column in columns:
            if column.column_name in row.values:
                plus, minus = _difference(column, row)
                added += [(row.instance.pk, pk) for pk in plus]
                removed += minus
    for part in chunks(removed):
        through.objects.filter(pk__in=part).delete()
    _insert_pairs(through, (source, target), added)


def _insert_pairs(through: type[models.Model], columns: tuple[str, str], pairs: list[tuple[int, int]]) -> None:
    """Insert rows of a table between: some ten thousand at once, for which objects would take half the import."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(column) for column in columns)
    with connection.cursor() as cursor:
        for part in chunks(pairs, PAIRS):
            places = ", ".join(["(%s, %s)"] * len(part))
            # every name comes from the models, every value goes as a parameter
            statement = f"INSERT INTO {quote(through._meta.db_table)} ({names}) VALUES {places}"  # noqa: S608
            cursor.execute(statement, [pk for pair in part for pk in pair])


def _difference(column: Column, row: "Row") -> tuple[list[int], list[int]]:
    """Ids to link, and rows of the table between to remove."""
    wanted = row.values[column.column_name]
    held = row.before.get(column.column_name) or frozenset()
    rows_between = links_of(row.instance, column.attribute) if held else {}
    return sorted(wanted - held), [rows_between[pk] for pk in held - wanted]
