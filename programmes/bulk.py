"""Writing a few columns of many rows, for what the register reckons itself."""

from collections.abc import Sequence

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
