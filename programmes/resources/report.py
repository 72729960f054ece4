"""What an import says about a file: each row's state, what changes in it, why it is refused."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """What an import makes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(slots=True)
class RowReport:
    """One row of the file. Number 0 stands for the header, or for the file as a whole.

    `changes` are (column, old, new) as text, `refusals` (column, reason); the column is '' where
    the reason concerns the whole row.
    """

    number: int
    line: int
    key: str = ""
    state: State = State.UNCHANGED
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    refusals: list[tuple[str, str]] = field(default_factory=list)

    def refuse(self, column: str, reason: str) -> None:
        """Refuse the row for one more reason."""
        self.state = State.REFUSED
        if (column, reason) not in self.refusals:
            self.refusals.append((column, reason))


@dataclass(slots=True)
class ImportReport:
    """One file's import. `stored` tells whether anything of it stays in the register."""

    name: str
    rows: list[RowReport] = field(default_factory=list)
    dry_run: bool = False
    stored: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """Number of rows by state, all four of them."""
        found = Counter(row.state for row in self.rows)
        return {state.value: found[state] for state in State}

    @property
    def refused(self) -> int:
        return self.counts["refused"]

    def in_state(self, state: str) -> list[RowReport]:
        """The rows in one state, in the order of the file."""
        return [row for row in self.rows if row.state == state]

    def refuse_file(self, reason: str, line: int = 1, column: str = "") -> None:
        """Refuse the file as a whole, as its row 0."""
        if not self.rows or self.rows[0].number:
            self.rows.insert(0, RowReport(number=0, line=line))
        self.rows[0].refuse(column, reason)

    def summary_line(self) -> str:
        return summary_line(self)


def summary_line(*reports: ImportReport) -> str:
    """`new N, changed N, unchanged N, refused N` over one report or several."""
    total = Counter(row.state for report in reports for row in report.rows)
    return ", ".join(f"{state.value} {total[state]}" for state in State)
