"""What an import page says about each column: what it holds, whether it is needed, an example."""

from dataclasses import dataclass, field

from django.db import models
from django.utils.text import capfirst

from programmes.models import Agency, Country, Funder, Term, UncertainDateField
from programmes.resources import RegisterResource
from programmes.resources.base import Column
from programmes.resources.widgets import (
    AmountWidget,
    ChoiceWidget,
    DayWidget,
    NumberWidget,
    ReferencesWidget,
    ReferenceWidget,
    WholeNumberWidget,
    WordsWidget,
    YesNoWidget,
)

EXAMPLE_LENGTH = 70
EXAMPLES_FROM = 40  # records in which a filled cell is looked for
DATE = "2021-08-30, 2021-08 or 2021; 2013~ for about; [2002-11..2004-03] for some day between; 2012/.. for since"
# What the fields that most tables share say too little about.
SHARED = {
    "slug": "The record's own part of its web address: small letters, digits and hyphens. It stays for good.",
    "note": "Anything a reader needs to know; shown to the public.",
    "website": "The address of its own site, http or https.",
}
SLUG = "small-letters-2021"
# What cells of a kind hold, and one of them; the first that fits.
KINDS: tuple[tuple[type, str, str], ...] = (
    (YesNoWidget, "yes or no", "yes"),
    (WholeNumberWidget, "a whole number", "36"),
    (AmountWidget, "an amount in digits, no separators", "1600000"),
    (NumberWidget, "a number in digits, no separators", "37.9"),
    (DayWidget, "a day", "2021-08-30"),
    (WordsWidget, "several texts joined by ;", ""),
)


@dataclass(slots=True)
class Described:
    """One column of a file, in words."""

    name: str
    holds: str
    example: str
    is_key: bool = False
    is_needed: bool = False
    choices: list[tuple[str, str]] = field(default_factory=list)


def describe(resource: RegisterResource, notes: dict[str, str]) -> list[Described]:
    """Every column of a resource, with `notes` for those whose field does not say enough."""
    examples = examples_from_register(resource)
    described = []
    for column in resource.columns:
        name = column.column_name
        kind, example = kind_of(column)
        described.append(
            Described(
                name=name,
                holds=notes.get(name) or SHARED.get(name) or words(column, kind),
                example=examples.get(name) or (SLUG if name == "slug" else example),
                is_key=column in resource.key_columns,
                is_needed=bool(column.empty()[1]),
                choices=choices_of(column),
            )
        )
    return described


def words(column: Column, kind: str) -> str:
    """What a column holds: the field's own name and help, and how its cells are written."""
    if column.model_field is None:
        return kind
    label = capfirst(str(column.model_field.verbose_name))
    help_text = str(column.model_field.help_text).rstrip(".")
    parts = [part for part in (label, kind, help_text) if part]
    return f"{parts[0]}: {'. '.join(parts[1:])}." if len(parts) > 1 else f"{parts[0]}."


def kind_of(column: Column) -> tuple[str, str]:
    """How the cells of a column are written, and an example."""
    widget = column.widget
    if isinstance(column.model_field, UncertainDateField):
        return f"a date as exact as it is known: {DATE}", "2021-08-30"
    for kind, says, example in KINDS:
        if isinstance(widget, kind):
            return says, example
    if isinstance(widget, ReferencesWidget):
        return f"{reference(widget)}, several joined by ;", ""
    if isinstance(widget, ReferenceWidget):
        return reference(widget), "PK" if widget.model is Country else ""
    if isinstance(widget, ChoiceWidget):
        return "one of the codes below", ""
    return "", ""


def reference(widget: ReferenceWidget) -> str:
    """Which record a cell names, and by what."""
    if issubclass(widget.model, Funder | Agency):
        return f"the slug of one of the {widget.model._meta.verbose_name_plural}, or its name or acronym"
    if widget.model is Country:
        return "the two letters of a country, ISO 3166"
    if issubclass(widget.model, Term):
        lists = " ".join(str(value).replace("_", " ") for value in widget.only.values())
        return f"a code of the code list {lists}".strip()
    names = {field.name for field in widget.model._meta.concrete_fields}
    key = "slug" if "slug" in names else "code"
    return f"the {key} of one of the {widget.model._meta.verbose_name_plural}"


def choices_of(column: Column) -> list[tuple[str, str]]:
    """The codes that a column knows, with their labels."""
    if not isinstance(column.widget, ChoiceWidget) or column.model_field is None:
        return []
    return [(code, str(label)) for code, label in column.model_field.flatchoices if code]


def examples_from_register(resource: RegisterResource) -> dict[str, str]:
    """A filled cell of each column, from the first records; none in an empty register."""
    manager: models.Manager = resource.model._default_manager
    ids = list(manager.order_by("pk").values_list("pk", flat=True)[:EXAMPLES_FROM])
    resource.begin()
    examples: dict[str, str] = {}
    for instance in resource.stored(manager.filter(pk__in=ids).order_by("pk")):
        for column in resource.columns:
            if column.column_name not in examples and (text := column.text_of(instance)):
                cut = text if len(text) <= EXAMPLE_LENGTH else f"{text[:EXAMPLE_LENGTH]}…"
                examples[column.column_name] = cut
    return examples
