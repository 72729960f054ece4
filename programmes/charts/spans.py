"""When a programme ran, as far as is known: what a timeline may draw, and nothing beyond it.

A span is made of segments. *Certain*: from the latest possible start to the earliest possible end, the days on which
the work ran whatever the truth is. *Uncertain*: between an earliest and a latest bound. *Planned*: what would be
certain but lies after today, or belongs to a programme that is only planned. A side that is not known stays open; no
length is ever made up for it, not even from a stated duration.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from programmes.dates import Bounds

DAY = timedelta(days=1)


class Kind(StrEnum):
    """How sure a segment is."""

    CERTAIN = "certain"
    UNCERTAIN = "uncertain"
    PLANNED = "planned"


class Side(StrEnum):
    """What is known beyond an end of a span."""

    CLOSED = ""
    RUNNING = "running"
    NOT_STATED = "not_stated"


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of days, both included."""

    kind: Kind
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Span:
    """The segments in order of time, and whether either side is open; no segment: no date is stated."""

    segments: tuple[Segment, ...]
    before: Side = Side.CLOSED
    after: Side = Side.CLOSED

    @property
    def is_drawn(self) -> bool:
        return bool(self.segments)

    @property
    def first(self) -> date | None:
        return self.segments[0].first if self.segments else None

    @property
    def last(self) -> date | None:
        return self.segments[-1].last if self.segments else None


def reckon(start: Bounds, end: Bounds, *, running: bool = False, planned: bool = False, today: date) -> Span:
    """Return what is known of a span from the bounds of its start and of its end.

    `running`: reported active with no end stated, so it lasts to today and goes on.
    """
    after = Side.CLOSED
    if running and start.earliest and start.earliest <= today:
        # it runs now, so it has begun
        start = Bounds(start.earliest, min(start.latest, today) if start.latest else None)
        end, after = Bounds(today, today), Side.RUNNING
    segments = _segments(start, end)
    if segments and end.latest is None:
        after = Side.NOT_STATED
    before = Side.NOT_STATED if segments and start.earliest is None else Side.CLOSED
    return Span(tuple(_not_beyond(today, segments, planned)), before, after)


def _segments(start: Bounds, end: Bounds) -> list[Segment]:
    if start.latest and end.earliest and start.latest <= end.earliest:
        core = Segment(Kind.CERTAIN, start.latest, end.earliest)
        return [*_from(start.earliest, start.latest), core, *_until(end.earliest, end.latest)]
    known = [day for day in (start.earliest, start.latest, end.earliest, end.latest) if day]
    if not known:
        return []
    first, last = min(known), max(known)
    if first == last:
        return [Segment(Kind.CERTAIN, first, last)]  # one day, the only one known
    return [Segment(Kind.UNCERTAIN, first, last)]


def _from(earliest: date | None, latest: date) -> list[Segment]:
    """Return the days on which it may have begun, up to the one on which it had."""
    return [Segment(Kind.UNCERTAIN, earliest, latest - DAY)] if earliest and earliest < latest else []


def _until(earliest: date, latest: date | None) -> list[Segment]:
    """Return the days on which it may still have run."""
    return [Segment(Kind.UNCERTAIN, earliest + DAY, latest)] if latest and earliest < latest else []


def _not_beyond(today: date, segments: list[Segment], planned: bool) -> list[Segment]:
    """Call nothing certain that has not happened yet."""
    kept: list[Segment] = []
    for segment in segments:
        if segment.kind is not Kind.CERTAIN or (segment.last <= today and not planned):
            kept.append(segment)
        elif planned or segment.first > today:
            kept.append(Segment(Kind.PLANNED, segment.first, segment.last))
        else:
            kept.append(Segment(Kind.CERTAIN, segment.first, today))
            kept.append(Segment(Kind.PLANNED, today + DAY, segment.last))
    return kept
