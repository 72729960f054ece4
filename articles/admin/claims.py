"""Admin of claims, on their article's page and by themselves."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path

from articles.admin.subjects import SubjectField, search_subjects, subject_label, subject_value
from articles.models import Claim
from articles.models.claim import EVERYWHERE, FIELDS, SUBJECTS
from articles.resources import ClaimResource
from programmes.admin.base import RegisterAdmin

# What the labels of grants and roles are made of.
WHOLE_LABELS = ["grant__funder", "grant__programme", "participation__agency", "participation__programme"]


def grouped_fields() -> list[tuple[str, list[tuple[str, str]]]]:
    """The fields a claim can be about, under the kind of record that has them."""
    groups = [("Any record", list(EVERYWHERE.items()))]
    return groups + [(kind.capitalize(), list(fields.items())) for kind, fields in FIELDS.items()]


class ClaimForm(forms.ModelForm):
    """A claim with one field for its subject in place of seven."""

    subject = SubjectField(label="About")
    field = forms.ChoiceField(choices=grouped_fields, label="Field")

    class Meta:
        model = Claim
        fields = [
            "article",
            "subject",
            "field",
            "stated_value",
            "locator",
            "fidelity",
            "as_of",
            "scope",
            "preferred",
            "note",
            "reading",
            "key",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            kind, record = self.instance.subject_kind, self.instance.subject
            chosen = subject_value(kind, record)
            self.initial["subject"] = chosen
            self.fields["subject"].widget.known = {chosen: subject_label(kind, record)}

    def _post_clean(self) -> None:
        """Give the instance its subject before the model and its constraints are asked."""
        if "subject" in self.cleaned_data:
            chosen, record = self.cleaned_data["subject"]
            for kind in SUBJECTS:
                setattr(self.instance, kind, record if kind == chosen else None)
        super()._post_clean()

    def _get_validation_exclusions(self) -> set[str]:
        """Let the constraints see the seven subject columns, though the form shows one field."""
        return super()._get_validation_exclusions() - set(SUBJECTS)


class ClaimInline(admin.StackedInline):
    """What an article states."""

    model = Claim
    form = ClaimForm
    extra = 0
    show_change_link = True
    fieldsets = [
        (None, {"fields": ["subject", ("field", "stated_value"), ("locator", "fidelity", "preferred")]}),
        ("Where it needs more", {"classes": ["collapse"], "fields": [("as_of", "scope"), "note", "reading", "key"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related(*SUBJECTS, *WHOLE_LABELS)


@admin.register(Claim)
class ClaimAdmin(RegisterAdmin):
    """All claims."""

    resource_class = ClaimResource
    import_notes = {
        "key": "The article's slug, two hyphens and a number in the order of the text: dawn-2021-08-31--01.",
        "subject": (
            "The record it is about, kind and key: programme:SLUG, grant:SLUG, funder:SLUG, agency:SLUG, "
            "statistic:SLUG, milestone:SLUG or participation:PROGRAMME/AGENCY/ROLE."
        ),
        "field": "Which fact of that record it states: amount, start, value ...; mention where it only names it.",
    }
    form = ClaimForm
    list_display = ["key", "about", "field", "stated_value", "locator", "fidelity", "preferred"]
    list_filter = ["fidelity", "preferred", "field", ("programme", admin.EmptyFieldListFilter)]
    list_select_related = [*SUBJECTS, *WHOLE_LABELS, "article"]
    search_fields = ["key", "stated_value", "article__title", "article__publisher"]
    autocomplete_fields = ["article"]

    @admin.display(description="about")
    def about(self, claim: Claim) -> str:
        return f"{claim.subject_kind}: {claim.subject}"

    def get_urls(self) -> list[URLPattern]:
        subjects = path("subjects/", self.admin_site.admin_view(self.subjects), name="articles_claim_subjects")
        return [subjects, *super().get_urls()]

    def subjects(self, request: HttpRequest) -> JsonResponse:
        """Records to choose from, as the admin's autocomplete wants them."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            return JsonResponse({"error": "403 Forbidden"}, status=403)
        words = request.GET.get("term", "").replace("\x00", "")[:200]
        return JsonResponse({"results": search_subjects(words), "pagination": {"more": False}})
