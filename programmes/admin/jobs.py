"""Where imports begin: every table in the order of import, and what the editor imported last."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from programmes.admin.imports import ImportPages
from programmes.models import ImportJob

LATEST = 20


def needs_of(model: type[models.Model], importable: set[type[models.Model]]) -> list[type[models.Model]]:
    """The other importable models that rows of a model refer to."""
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    found = [field.related_model for field in fields if field.is_relation]
    return [other for other in dict.fromkeys(found) if other in importable and other is not model]


def in_order(importable: set[type[models.Model]]) -> list[type[models.Model]]:
    """Models such that each refers only to those before it; the record before what hangs on it."""
    depth: dict[type[models.Model], int] = {}

    def measure(model: type[models.Model]) -> int:
        if model not in depth:
            depth[model] = 1 + max(map(measure, needs_of(model, importable)), default=0)
        return depth[model]

    own = ImportJob._meta.app_label
    return sorted(
        importable,
        key=lambda model: (model._meta.app_label != own, measure(model), str(model._meta.verbose_name_plural)),
    )


@admin.register(ImportJob)
class ImportJobAdmin(admin.ModelAdmin):
    """One page in place of a list and forms: jobs are made by uploading and end by confirming."""

    def tables(self, request: HttpRequest) -> list[tuple[ImportPages, list[type[models.Model]]]]:
        """The admins through which this person may import, in the order of import."""
        registered = self.admin_site._registry
        pages = {
            model: page for model, page in registered.items() if isinstance(page, ImportPages) and page.resource_class
        }
        order = in_order(set(pages))
        return [(pages[m], needs_of(m, set(pages))) for m in order if pages[m].has_import_permission(request)]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(self.tables(request))

    def has_view_permission(self, request: HttpRequest, obj: ImportJob | None = None) -> bool:
        return bool(self.tables(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(self.tables(request))

    def has_change_permission(self, request: HttpRequest, obj: ImportJob | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ImportJob | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """All tables in the order of import."""
        tables = self.tables(request)
        if not tables:
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "Imports",
            "opts": self.opts,
            "tables": [
                {
                    "name": page.opts.verbose_name_plural,
                    "needs": [str(other._meta.verbose_name_plural) for other in needs],
                    "total": page.model._default_manager.count(),
                    "list_url": page.list_url,
                    "import_url": page.import_url("import"),
                }
                for page, needs in tables
            ],
            "jobs": self.latest_jobs(request, {page.opts.label_lower: page for page, _ in tables}),
        }
        return TemplateResponse(request, "admin/imports/overview.html", context)

    def latest_jobs(self, request: HttpRequest, pages: dict[str, ImportPages]) -> list[ImportJob]:
        """The person's own jobs, the newest first."""
        jobs = list(ImportJob.objects.filter(owner=request.user, model__in=pages).defer("table", "preview")[:LATEST])
        for job in jobs:
            page = pages[job.model]
            job.url, job.table_name = page.import_url("import_job", job.pk), page.opts.verbose_name_plural
        return jobs

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """To add an import is to choose a table."""
        return self.changelist_view(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The job's own page; where the index lists recent actions, it links here."""
        pages = {page.opts.label_lower: page for page, _ in self.tables(request)}
        try:
            job = ImportJob.objects.filter(pk=UUID(object_id), owner=request.user, model__in=pages).first()
        except ValueError:
            job = None
        if job is None:
            raise Http404
        return HttpResponseRedirect(pages[job.model].import_url("import_job", job.pk))
