"""Writing a few columns of many rows, for what the register reckons itself."""

from collections.abc import Iterable, Sequence

from django.db import connection, models

BATCH = 1000


def update_columns(rows: Sequence[models.Model], *names: str) -> None:
    """Store these columns of these objects.

    One small statement prepared once and run for each row: `bulk_update` writes a CASE for each
    cell and takes ten times as long. Nothing is reckoned or signalled here; that is the caller's.
    """
    if not rows:
        return
    meta = rows[0]._meta
    fields = [meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    values = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    # every name comes from the model, every value goes as a parameter
    statement = f"UPDATE {quote(meta.db_table)} SET {values} WHERE {quote(meta.pk.column)} = %s"  # noqa: S608
    parameters = [
        [*(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields), row.pk] for row in rows
    ]
    with connection.cursor() as cursor:
        for start in range(0, len(parameters), BATCH):
            cursor.executemany(statement, parameters[start : start + BATCH])


def refresh_statistics(models_written: Iterable[type[models.Model]]) -> None:
    """Let PostgreSQL count the tables that were just written, in the same transaction.

    Right after a load it plans as if they were empty; the count of sources, measured, then ran into
    the limit of 20 seconds. SQLite plans without.
    """
    if connection.vendor != "postgresql":
        return
    tables = {table for model in models_written for table in tables_of(model)}
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")


def tables_of(model: type[models.Model]) -> list[str]:
    """A model's table and those of its lists of other records."""
    return [model._meta.db_table, *(field.m2m_db_table() for field in model._meta.many_to_many)]
