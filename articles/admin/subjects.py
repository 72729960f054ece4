"""One field to choose what a claim is about, among all kinds of record."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.urls import reverse

from articles.models.claim import SUBJECTS

# Where the words an editor types are looked for, and what is shown, by kind of record.
SEARCHED = {
    "programme": ["title", "slug"],
    "grant": ["slug", "funder__name", "funder__acronym", "programme__title"],
    "participation": ["agency__name", "agency__acronym", "programme__title"],
    "funder": ["name", "acronym", "aliases"],
    "agency": ["name", "acronym", "aliases"],
    "statistic": ["label", "slug", "authority"],
    "milestone": ["title", "slug"],
}
RELATED = {"grant": ["funder", "programme"], "participation": ["agency", "programme"]}
PER_KIND = 8


def subject_value(kind: str, record: Model) -> str:
    """What the form sends back: kind and primary key."""
    return f"{kind}:{record.pk}"


def subject_label(kind: str, record: Model) -> str:
    """What an editor reads: the kind, the record, and the programme where the record is a part of one."""
    programme = f" - {record.programme.title}" if kind in RELATED else ""
    return f"{kind.capitalize()}: {record}{programme}"


def search_subjects(words: str) -> list[dict[str, str]]:
    """The records that hold all the words, a few of each kind, for the autocomplete."""
    results = []
    for kind, model in SUBJECTS.items():
        found = model._default_manager.select_related(*RELATED.get(kind, []))
        for word in words.split()[:8]:
            any_column = Q()
            for column in SEARCHED[kind]:
                any_column |= Q(**{f"{column}__icontains": word})
            found = found.filter(any_column)
        results += [
            {"id": subject_value(kind, record), "text": subject_label(kind, record)} for record in found[:PER_KIND]
        ]
    return results


class SubjectSelect(forms.Select):
    """The admin's own autocomplete, asking our list of all records.

    `known` spares a query for records whose label is already at hand: form value to label.
    """

    known: dict[str, str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"].update(
            {
                "class": "admin-autocomplete",
                "data-ajax--url": reverse("admin:articles_claim_subjects"),
                "data-ajax--cache": "true",
                "data-ajax--delay": 250,
                "data-ajax--type": "GET",
                "data-theme": "admin-autocomplete",
                "data-placeholder": "Type a name or title",
                "data-allow-clear": "false",
                "data-app-label": "articles",
                "data-model-name": "claim",
                "data-field-name": "subject",
            }
        )
        return context

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        """Only the chosen record is an option; the rest come as one types."""
        self.choices = [("", "")]
        for chosen in value:
            if chosen not in self.known and (found := find_subject(chosen)):
                self.known[chosen] = subject_label(*found)
            if chosen in self.known:
                self.choices.append((chosen, self.known[chosen]))
        return super().optgroups(name, value, attrs)

    @property
    def media(self) -> forms.Media:
        return forms.Media(
            js=(
                "admin/js/vendor/jquery/jquery.min.js",
                "admin/js/vendor/select2/select2.full.min.js",
                "admin/js/jquery.init.js",
                "admin/js/autocomplete.js",
            ),
            css={"screen": ("admin/css/vendor/select2/select2.min.css", "admin/css/autocomplete.css")},
        )


def find_subject(value: str) -> tuple[str, Model] | None:
    """The kind and record behind a form value, or None."""
    kind, _, key = str(value or "").partition(":")
    if kind not in SUBJECTS or not key.isdecimal() or len(key) > 18:
        return None
    record = SUBJECTS[kind]._default_manager.select_related(*RELATED.get(kind, [])).filter(pk=int(key)).first()
    return (kind, record) if record else None


class SubjectField(forms.Field):
    """Cleans to (kind, record)."""

    widget = SubjectSelect

    def clean(self, value: Any) -> tuple[str, Model]:
        super().clean(value)
        found = find_subject(value)
        if found is None:
            raise ValidationError("Choose the record that the claim is about.", code="invalid")
        return found
