"""What every admin page of the register shares."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from programmes.admin.imports import ImportPages

# What a hand-made query string can make the admin's own lookups raise.
UNREADABLE = (ValueError, TypeError, OverflowError, ValidationError, DataError)


class RegisterAdmin(ImportPages, admin.ModelAdmin):
    """A model's admin: imports, no count of all rows per page, and no query string that gives a 500."""

    show_full_result_count = False
    list_per_page = 50
    save_on_top = True

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """No patterns from an address: one can take for ever, and one that is none makes SQLite fail."""
        return not lookup.endswith("regex") and super().lookup_allowed(lookup, value, request)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Without NUL, which no column holds and PostgreSQL cannot be asked for; the autocomplete hands it on."""
        return super().get_search_results(request, queryset, search_term.replace("\x00", ""))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        try:
            response = super().changelist_view(request, extra_context)
            if hasattr(response, "render"):
                response.render()
        except SuspiciousOperation:
            raise
        except UNREADABLE:
            messages.warning(request, "The address held a filter that cannot be read; the whole list is shown.")
            return HttpResponseRedirect(request.path)
        return response


class PublishingAdmin(RegisterAdmin):
    """Admin of something that is published: visibility as a column and a filter, and actions on it."""

    actions = ["publish", "withdraw"]

    @admin.action(description="Publish the chosen records", permissions=["change"])
    def publish(self, request: HttpRequest, queryset: Any) -> None:
        self._set_visibility(request, queryset, "published")

    @admin.action(description="Withdraw the chosen records to draft", permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: Any) -> None:
        self._set_visibility(request, queryset, "draft")

    def _set_visibility(self, request: HttpRequest, queryset: Any, visibility: str) -> None:
        """Save one by one: what hangs from each (totals, counts of sources) is reckoned at each save."""
        changed = 0
        for record in queryset.exclude(visibility=visibility):
            record.visibility = visibility
            record.save()
            self.log_change(request, record, f"Set visibility to {visibility}.")
            changed += 1
        messages.success(request, f"{changed} records are now {visibility}.")
