"""The import pages of every model in the admin: upload, preview, confirm, and files to download."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from programmes import import_jobs
from programmes.admin.columns import describe
from programmes.models import ImportJob
from programmes.resources import RegisterResource
from programmes.tables import (
    ENDINGS,
    MAX_BYTES,
    MAX_ROWS,
    TableError,
    TooLongForWorkbook,
    write_csv,
    write_xlsx,
)

WRITERS: dict[str, tuple[Callable[..., bytes], str]] = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
TOO_LARGE = f"The file is larger than {MAX_BYTES // 1024**2} MB; split it."
BUSY = "The register is busy with another import. Nothing was stored; please try again in a moment."


class LimitedUpload(FileUploadHandler):
    """Drops a file that is larger than an import may be, while it is still arriving."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > MAX_BYTES:
            self.request.upload_too_large = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label="File",
        allow_empty_file=True,
        help_text=f"CSV, TSV, XLSX or JSON, up to {MAX_BYTES // 1024**2} MB and {MAX_ROWS:,} rows.",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={"required": "Choose a file."},
    )


class ImportPages:
    """Import pages for a ModelAdmin that names its `resource_class`."""

    resource_class: type[RegisterResource] | None = None
    # what to say of columns whose field does not say enough
    import_notes: dict[str, str] = {}
    change_list_template = "admin/imports/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        urls = super().get_urls()
        if self.resource_class is None:
            return urls
        guard = self.admin_site.admin_view
        return [
            path("import/", guard(self.import_upload), name=self.import_url_name("import")),
            path("import/<uuid:job_id>/", guard(self.import_job), name=self.import_url_name("import_job")),
            path(
                "import/<str:rows>.<str:ending>", guard(self.import_download), name=self.import_url_name("import_file")
            ),
            *urls,
        ]

    def import_url_name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def import_url(self, page: str, *args: Any) -> str:
        return reverse(f"admin:{self.import_url_name(page)}", args=args)

    @property
    def list_url(self) -> str:
        return reverse(f"admin:{self.import_url_name('changelist')}")

    def has_import_permission(self, request: HttpRequest) -> bool:
        """An import adds and changes, so it takes both rights."""
        return (
            self.resource_class is not None and self.has_add_permission(request) and self.has_change_permission(request)
        )

    def require_import_permission(self, request: HttpRequest) -> None:
        if not self.has_import_permission(request):
            raise PermissionDenied

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        allowed = {"import_url": self.import_url("import")} if self.has_import_permission(request) else {}
        return super().changelist_view(request, {**(extra_context or {}), **allowed})

    def import_page(self, request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "list_url": self.list_url,
            "upload_url": self.import_url("import"),
            **context,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, f"admin/imports/{template}.html", context, status=status)

    # Upload

    @method_decorator(csrf_exempt)
    def import_upload(self, request: HttpRequest) -> HttpResponse:
        """The upload form. Exempt on the outside only: the limit has to be set before the body is read."""
        self.require_import_permission(request)
        request.upload_handlers.insert(0, LimitedUpload(request))
        return csrf_protect(self.import_upload_page)(request)

    def import_upload_page(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm()
        if request.method == "POST":
            form = UploadForm(request.POST, request.FILES)
            if getattr(request, "upload_too_large", False):
                form.errors["file"] = form.error_class([TOO_LARGE])
            elif form.is_valid() and (job := self.read_upload(request, form)):
                return HttpResponseRedirect(self.import_url("import_job", job.pk))
        resource = self.resource_class()
        return self.import_page(
            request,
            "upload",
            title=f"Import {self.opts.verbose_name_plural}",
            form=form,
            columns=describe(resource, self.import_notes),
            files={
                f"{rows}_{ending}": self.import_url("import_file", rows, ending)
                for rows in ("current", "empty")
                for ending in WRITERS
            },
            holds_rows=self.model._default_manager.exists(),
        )

    def read_upload(self, request: HttpRequest, form: UploadForm) -> ImportJob | None:
        """The previewed job, or None with the reason in the form."""
        upload: UploadedFile = form.cleaned_data["file"]
        try:
            return import_jobs.upload(
                resource=self.resource_class(), file_name=upload.name, data=upload.read(), by=request.user
            )
        except TableError as error:
            where = f" (line {error.line})" if error.line > 1 else ""
            form.add_error("file", f"{error.reason[:1].upper()}{error.reason[1:]}{where}.")
        except OperationalError:
            form.add_error("file", BUSY)
        return None

    # Preview and result

    def import_job(self, request: HttpRequest, job_id: UUID) -> HttpResponse:
        """What a file would do or has done; POST confirms, discards or checks again."""
        self.require_import_permission(request)
        job = get_object_or_404(ImportJob, pk=job_id, owner=request.user, model=self.opts.label_lower)
        if request.method == "POST":
            try:
                return self.import_act(request, job)
            except OperationalError:
                messages.error(request, BUSY)
                return HttpResponseRedirect(request.path)
        states = json.loads(job.preview) if job.preview else {}
        return self.import_page(
            request,
            "job",
            title=f"Import {self.opts.verbose_name_plural}: {job.file_name}",
            job=job,
            groups=[(state, rows, job.counts[state]) for state, rows in states.items() if rows],
            line_label="Entry" if job.file_name.lower().endswith(".json") else "Line",
            shown=import_jobs.SHOWN,
            can_confirm=job.state == ImportJob.State.PREVIEWED and not job.refused and bool(job.new + job.changed),
        )

    def import_act(self, request: HttpRequest, job: ImportJob) -> HttpResponse:
        action = request.POST.get("action")
        if action == "confirm":
            self.import_confirm(request, job)
        elif action == "again":
            import_jobs.preview(job=job, resource=self.resource_class())
            messages.info(request, "Checked again against the register as it stands now.")
        elif action == "discard":
            import_jobs.discard(job=job)
            if job.state == ImportJob.State.DISCARDED:
                messages.info(request, f"{job.file_name} was discarded; nothing of it was stored.")
                return HttpResponseRedirect(self.import_url("import"))
        return HttpResponseRedirect(request.path)

    def import_confirm(self, request: HttpRequest, job: ImportJob) -> None:
        if import_jobs.confirm(job=job, resource=self.resource_class()):
            counts = f"{job.new} new, {job.changed} changed, {job.unchanged} unchanged"
            self.log_addition(request, job, f"Imported {self.opts.verbose_name_plural}: {counts}.")
            messages.success(request, f"Imported: {counts}.")
        elif job.state == ImportJob.State.PREVIEWED:
            messages.warning(
                request, "Nothing was stored: the register has changed since the preview. This is the new preview."
            )

    # Downloads

    def import_download(self, request: HttpRequest, rows: str, ending: str) -> HttpResponse:
        """The current table, or its header alone, with the columns that an import reads."""
        self.require_import_permission(request)
        if rows not in {"current", "empty"} or ending not in WRITERS:
            raise Http404
        write, content_type = WRITERS[ending]
        resource = self.resource_class()
        headers = [column.column_name for column in resource.columns]
        try:
            data = write(headers, resource.rows_in_order() if rows == "current" else [])
        except TooLongForWorkbook:
            messages.error(request, "A text is too long for a cell of a workbook. Take the CSV file.")
            return HttpResponseRedirect(self.import_url("import"))
        name = resource.name if rows == "current" else f"{resource.name}-empty"
        return HttpResponse(
            data,
            content_type=content_type,
            headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"'},
        )
