"""The actions of an import job: a file uploaded, previewed, then confirmed or discarded.

What is stored is what was shown. A preview is the real import rolled back; its whole report makes
the job's `plan`. Confirming runs the import again and keeps it only if the plan is still the same;
if the register changed in between, the editor gets the new preview instead. A job leaves the state
`previewed` once, by a conditional update inside the transaction of the import itself.
"""

import hashlib
import json
import logging
import re
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import OperationalError, transaction
from django.utils import timezone

from programmes.models import ImportJob, Revision
from programmes.resources import RegisterResource
from programmes.resources.engine import ImportReport, RowReport, Table, run_import
from programmes.tables import read_table

SHOWN = 200  # rows of each kind on a preview
SHOWN_TEXT = 2000  # characters of a cell on a preview
KEPT_FOR = timedelta(days=7)
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

log = logging.getLogger(__name__)


class PlanChanged(Exception):  # noqa: N818 - it says what happened
    """The import would do something else than what was shown."""

    def __init__(self, report: ImportReport) -> None:
        self.report = report
        super().__init__("the plan changed")


def upload(*, resource: RegisterResource, file_name: str, data: bytes, by: AbstractBaseUser) -> ImportJob:
    """Read a file and preview it; raises `TableError` for one that is no table."""
    table = read_table(file_name, data)
    discard_old()
    job = ImportJob.objects.create(
        owner=by,
        model=resource.model._meta.label_lower,
        file_name=UNPRINTABLE.sub("", file_name)[-200:],
        sha256=hashlib.sha256(data).hexdigest(),
        table=json.dumps([table.headers, table.rows, table.lines]),
    )
    preview(job=job, resource=resource)
    return job


def preview(*, job: ImportJob, resource: RegisterResource) -> None:
    """Judge the job's table against the register as it stands, and keep what is found."""
    if job.is_open:
        keep_preview(job, run_import(resource, table_of(job), dry_run=True))


def confirm(*, job: ImportJob, resource: RegisterResource) -> bool:
    """Import what was previewed, once; True if this call did it.

    False leaves the job done by an earlier call, discarded, failed, or with a new preview.
    """
    try:
        with transaction.atomic():
            waiting = ImportJob.objects.filter(pk=job.pk, state=ImportJob.State.PREVIEWED, refused=0)
            taken = waiting.update(state=ImportJob.State.DONE)
            job.refresh_from_db()
            if not taken:
                return False
            report = run_import(resource, table_of(job), dry_run=False)
            if report.refused or plan_of(report) != job.plan:
                raise PlanChanged(report)
            job.revision = Revision.current().number
            finish(job, ImportJob.State.DONE)
    except PlanChanged as changed:
        job.refresh_from_db()
        keep_preview(job, changed.report)
        return False
    except OperationalError:  # the database is busy or away: nothing is stored, the job can be confirmed again
        raise
    except Exception:
        log.exception("import %s failed", job.pk)
        job.refresh_from_db()
        finish(job, ImportJob.State.FAILED)
        return False
    return True


def discard(*, job: ImportJob) -> None:
    """Forget a job that waits."""
    open_states = [ImportJob.State.UPLOADED, ImportJob.State.PREVIEWED]
    ImportJob.objects.filter(pk=job.pk, state__in=open_states).update(
        state=ImportJob.State.DISCARDED, table="", preview="", plan="", finished_at=timezone.now()
    )
    job.refresh_from_db()


def discard_old() -> None:
    """Forget the jobs that nobody came back to."""
    open_states = [ImportJob.State.UPLOADED, ImportJob.State.PREVIEWED]
    ImportJob.objects.filter(state__in=open_states, created_at__lt=timezone.now() - KEPT_FOR).update(
        state=ImportJob.State.DISCARDED, table="", preview="", plan="", finished_at=timezone.now()
    )


def finish(job: ImportJob, state: ImportJob.State) -> None:
    """End a job: its counts stay, its rows go."""
    job.state, job.finished_at = state, timezone.now()
    job.table = job.preview = job.plan = ""
    job.save()


def table_of(job: ImportJob) -> Table:
    """The uploaded table."""
    headers, rows, lines = json.loads(job.table)
    return Table(headers=headers, rows=rows, lines=lines)


def keep_preview(job: ImportJob, report: ImportReport) -> None:
    """Store what an import would do, unless the job has ended meanwhile."""
    waiting = ImportJob.objects.filter(pk=job.pk, state__in=[ImportJob.State.UPLOADED, ImportJob.State.PREVIEWED])
    waiting.update(
        state=ImportJob.State.PREVIEWED,
        preview=json.dumps({state: shown(report, state) for state in ("refused", "changed", "new")}),
        plan=plan_of(report),
        **report.counts,
    )
    job.refresh_from_db()


def plan_of(report: ImportReport) -> str:
    """One hash of everything a report says."""
    digest = hashlib.sha256()
    for row in report.rows:
        digest.update(json.dumps([row.number, row.key, row.state, row.changes, row.refusals]).encode())
    return digest.hexdigest()


def shown(report: ImportReport, state: str) -> list[dict[str, Any]]:
    """The first rows in a state, as a page shows them."""
    return [row_shown(row) for row in report.in_state(state)[:SHOWN]]


def row_shown(row: RowReport) -> dict[str, Any]:
    changes = [] if row.refusals else row.changes
    return {
        "line": row.line if row.number else 0,
        "key": printable(row.key),
        "changes": [[column, printable(old), printable(new)] for column, old, new in changes],
        "refusals": [[printable(column), printable(reason)] for column, reason in row.refusals[:20]],
    }


def printable(text: str) -> str:
    """Text for a page: not endless, no half characters."""
    cut = text if len(text) <= SHOWN_TEXT else f"{text[:SHOWN_TEXT]}…"
    return cut.encode("utf-8", "replace").decode()
