"""Judging a table: which rows are new, changed, unchanged or refused, and why.

Rows are read with everything they refer to fetched beforehand; a cell whose text is what a dump
would write for the stored row is not looked at again.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from programmes.resources.base import RegisterResource
from programmes.resources.columns import EMPTY, Column
from programmes.resources.lookups import quoted
from programmes.resources.report import RowReport, State
from programmes.resources.table import BOM, Table
from programmes.resources.unique import refuse_taken
from programmes.resources.widgets import Pending, SelfReferenceWidget, one_line_ends

UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(slots=True)
class Row:
    """A row on its way: its cells, the object that it is or will be, what it changes."""

    report: RowReport
    cells: dict[str, str]
    key: tuple = ()
    instance: models.Model | None = None
    # values the object had before, of the columns that change (by column name)
    before: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        return self.report.state == State.REFUSED


class Judge:
    """One table under judgement; `run` fills `reports` and `accepted` (rows to write)."""

    def __init__(self, resource: RegisterResource, table: Table, refused_keys: dict[Any, set[str]]) -> None:
        self.resource = resource
        self.table = table
        self.reports: list[RowReport] = []
        self.rows: list[Row] = []
        self.accepted: list[Row] = []
        resource.begin()
        for lookup in resource.lookups:
            lookup.refused = refused_keys.get(lookup.model, set())

    @property
    def refused_keys(self) -> set[str]:
        return {report.key for report in self.reports if report.state == State.REFUSED}

    def run(self) -> None:
        """Judge every row. Asks the database, writes nothing."""
        if not self._headers():
            return
        self._split()
        readable = [row for row in self.rows if not row.is_refused]
        self._fetch_references(readable)
        keyed = self._keys(readable)
        stored = self.resource.by_key(row.key for row in keyed) if keyed else {}
        for row in keyed:
            self._compare(row, stored.get(row.key))
        self._check_objects([row for row in keyed if row.report.state in {State.NEW, State.CHANGED}])
        refuse_taken(self.resource, [row for row in keyed if row.instance is not None])
        self._check_circles([row for row in keyed if not row.is_refused])
        self.accepted = [row for row in keyed if row.report.state in {State.NEW, State.CHANGED}]

    # The header

    def _headers(self) -> bool:
        """Whether the header can be used; its faults become row 0."""
        names = [one_line_ends(name.removeprefix(BOM)) for name in self.table.headers]
        faults: list[tuple[str, str]] = []
        known = self.resource.by_name
        for name in dict.fromkeys(names):
            if not name:
                faults.append(("", "a column has no name"))
            elif name not in known:
                faults.append((name, f"no column {quoted(name)} here; the columns are {', '.join(known)}"))
            elif names.count(name) > 1:
                faults.append((name, "this column stands in the header twice"))
        for column in self.resource.key_columns:
            if column.column_name not in names:
                faults.append((column.column_name, "this column is missing, and it tells which record a row is about"))
        self.names = names
        self.present = [known[name] for name in names if name in known]
        if faults:
            header = RowReport(number=0, line=1)
            for column, reason in faults:
                header.refuse(_shown(column), reason)
            self.reports.append(header)
        return not faults

    # Cells

    def _split(self) -> None:
        """Make rows of cells; refuse ragged rows and text that no database can hold."""
        width = len(self.names)
        for index, texts in enumerate(self.table.rows):
            cells = [one_line_ends(text) for text in texts]
            if not any(cells):
                continue
            report = RowReport(number=index + 1, line=self.table.line_of(index))
            self.reports.append(report)
            if len(cells) != width:
                report.refuse("", f"this row has {len(cells)} cells, the header has {width}")
            row = Row(report, dict(zip(self.names, cells, strict=False)))
            report.key = self._key_as_written(row)
            if UNSTORABLE.search("".join(cells)):
                for name, text in row.cells.items():
                    if found := UNSTORABLE.search(text):
                        report.refuse(name, _why_unstorable(found[0]))
            self.rows.append(row)

    def _key_as_written(self, row: Row) -> str:
        parts = [row.cells.get(column.column_name, "") for column in self.resource.key_columns]
        return quoted(self.resource.key_text(parts))[1:-1]

    def _fetch_references(self, rows: list[Row]) -> None:
        self.resource.file_keys.update(row.report.key for row in rows)
        for column in (column for column in self.present if column.widget.refers):
            column.widget.prepare({row.cells[column.column_name] for row in rows})

    def _read(self, row: Row, column: Column) -> Any:
        """The value of a cell; reasons against it go into the report."""
        value, reasons = column.read(row.cells[column.column_name])
        for reason in reasons:
            row.report.refuse(column.column_name, reason)
        return value

    # Keys

    def _keys(self, rows: list[Row]) -> list[Row]:
        """Read each row's natural key; those without a good one, or with one seen before, are refused."""
        seen: dict[tuple, Row] = {}
        keyed = []
        for row in rows:
            key = []
            for column in self.resource.key_columns:
                if not row.cells[column.column_name]:
                    row.report.refuse(column.column_name, EMPTY)
                else:
                    key.append(self._read(row, column))
            if row.is_refused:
                self._read_the_rest(row)
                continue
            row.key = tuple(key)
            texts = [c.widget.render(value) for c, value in zip(self.resource.key_columns, key, strict=True)]
            row.report.key = self.resource.key_text(texts)
            first = seen.setdefault(row.key, row)
            if first is not row:
                last = self.resource.key_columns[-1].column_name
                row.report.refuse(last, f"the same key as row {first.report.number} (line {first.report.line})")
                continue
            keyed.append(row)
        return keyed

    def _read_the_rest(self, row: Row) -> None:
        """Name what else is wrong with a row whose key is bad, so that one look is enough."""
        for column in self.present:
            if column not in self.resource.key_columns:
                self._read(row, column)

    # Against what is stored

    def _compare(self, row: Row, stored: models.Model | None) -> None:
        row.instance = stored if stored is not None else self.resource.model()
        columns = self.resource.columns if stored is None else self.present
        for column in columns:
            self._compare_cell(row, column, is_new=stored is None)
        if row.is_refused:
            return
        if stored is None:
            row.report.state = State.NEW
        elif row.report.changes:
            row.report.state = State.CHANGED

    def _compare_cell(self, row: Row, column: Column, *, is_new: bool) -> None:
        name = column.column_name
        old = "" if is_new else column.text_of(row.instance)
        if name not in row.cells:  # of a new record: a file may leave out what has a default
            value, reasons = column.empty()
            if reasons:
                row.report.refuse(name, "this column is missing, and a new record needs it")
                return
        elif not is_new and row.cells[name] == old:
            return
        else:
            value = self._read(row, column)
            if any(refused == name for refused, _ in row.report.refusals):
                return
        new = column.widget.render(value)
        if is_new or new != old:
            row.before[name] = None if is_new else column.get_value(row.instance)
            row.values[name] = value
            if not isinstance(value, Pending):
                column.assign(row.instance, value)
            if new != old:
                row.report.changes.append((name, old, new))

    # As a whole

    def _check_objects(self, rows: list[Row]) -> None:
        """Ask the models' own checks, once all cells are good."""
        self.resource.prepare_many([row.instance for row in rows])
        for row in rows:
            try:
                self.resource.prepare(row.instance)
                self.resource.validate_instance(row.instance)
            except ValidationError as error:
                for name, messages in error.message_dict.items():
                    for message in messages:
                        row.report.refuse(name if name in self.resource.by_name else "", message)

    def _check_circles(self, rows: list[Row]) -> None:
        """Refuse references to itself that go round: a whole that is its own part adds up to nothing."""
        for column in self.resource.columns:
            if isinstance(column.widget, SelfReferenceWidget):
                self._check_circles_of(column, rows)

    def _check_circles_of(self, column: Column, rows: list[Row]) -> None:
        name = column.column_name
        changed = [row for row in rows if row.values.get(name) is not None]
        if not changed:
            return
        stored = self.resource.model._default_manager.exclude(**{column.attribute: None}).order_by()
        key = self.resource.key_columns[0].attribute
        above = dict(stored.values_list(key, f"{column.model_field.name}__{key}"))
        for row in rows:
            if name in row.values:
                above[row.key[0]] = column.widget.render(row.values[name])
        for row in changed:
            seen = {row.key[0]}
            step = above.get(row.key[0])
            while step and step not in seen:
                seen.add(step)
                step = above.get(step)
            if step:
                round_trip = "itself" if len(seen) == 1 else "itself again, by way of the others"
                row.report.refuse(name, f"this leads back to {round_trip}")


def _why_unstorable(character: str) -> str:
    if character == "\0":
        return "a NUL character is not allowed"
    if "\udc80" <= character <= "\udcff":
        return f"the byte 0x{ord(character) - 0xDC00:02X} is not UTF-8; save the file as UTF-8"
    return "half a character (a lone surrogate) is not allowed"


def _shown(name: str) -> str:
    return quoted(name)[1:-1]
