"""One column of a file: which attribute it fills, how its text is read, what an empty cell means."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from import_export import fields

from programmes.resources.widgets import (
    ChoiceWidget,
    DayWidget,
    NumberWidget,
    ReferencesWidget,
    ReferenceWidget,
    SelfReferenceWidget,
    TextWidget,
    WholeNumberWidget,
    YesNoWidget,
)

EMPTY = "may not be empty"
CACHED_LENGTH = 60
SMALL, WHOLE = 32_767, 2_147_483_647


class Column(fields.Field):
    """A column: an import-export field that reads, checks and writes text."""

    def __init__(self, attribute: str, widget: TextWidget, model_field: models.Field | None = None) -> None:
        super().__init__(attribute=attribute, widget=widget)
        self.model_field = model_field
        self.many = isinstance(widget, ReferencesWidget)
        self.cache: dict[str, tuple[Any, list[str]]] = {}

    @property
    def attributes(self) -> tuple[str, ...]:
        """The model's columns that it fills."""
        return (self.attribute,)

    def read(self, text: str) -> tuple[Any, list[str]]:
        """The value that a cell's text means, and the reasons to refuse it."""
        if text in self.cache:
            return self.cache[text]
        result = self._read(text)
        if len(text) <= CACHED_LENGTH:
            self.cache[text] = result
        return result

    def _read(self, text: str) -> tuple[Any, list[str]]:
        if not text:
            return self.empty()
        try:
            value = self.widget.clean(text)
            if self.widget.asks_validators and self.model_field is not None:
                value = self.model_field.clean(value, None)
        except ValidationError as error:
            return None, [str(message) for message in error.messages]
        except ValueError as error:
            return None, [str(error)]
        return value, []

    def empty(self) -> tuple[Any, list[str]]:
        """What an empty cell means: the field's default, nothing, or a refusal."""
        field = self.model_field
        if self.many:
            return frozenset(), []
        if field is None:
            return None, [EMPTY]
        if field.has_default():
            return field.get_default(), []
        if field.null:
            return None, []
        if field.blank and field.empty_strings_allowed:
            return "", []
        return None, [EMPTY]

    def get_value(self, instance: models.Model) -> Any:
        """The stored value; of a relation to many, the ids that are this column's."""
        if self.many:
            return self.widget.own(links_of(instance, self.attribute))
        return getattr(instance, self.attribute)

    def assign(self, instance: models.Model, value: Any) -> None:
        """Put a value on an object; relations to many are written by the engine."""
        if not self.many:
            setattr(instance, self.attribute, value)

    def text_of(self, instance: models.Model) -> str:
        """The cell as a dump writes it."""
        return self.widget.render(self.get_value(instance))

    def export(self, instance: models.Model, **kwargs: Any) -> str:
        return self.text_of(instance)


def links_of(instance: models.Model, relation: str) -> dict[int, int]:
    """The ids linked by a many-to-many relation, each with its row in the table between."""
    held = instance.__dict__.setdefault("_links", {})
    if relation not in held:
        through = getattr(type(instance), relation).through
        source, target = relation_columns(type(instance), relation)
        rows = through.objects.filter(**{source: instance.pk}).values_list(target, "pk")
        held[relation] = dict(rows) if instance.pk else {}
    return held[relation]


def relation_columns(model: type[models.Model], relation: str) -> tuple[str, str]:
    """The two columns of the table between: of the model itself, and of the other."""
    field = model._meta.get_field(relation)
    return f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"


def widget_for(field: models.Field) -> TextWidget:
    """The widget of a model field."""
    if field.many_to_many:
        return ReferencesWidget(field.remote_field.model)
    if isinstance(field, models.ForeignKey):
        to_itself = field.remote_field.model is field.model
        return (SelfReferenceWidget if to_itself else ReferenceWidget)(field.remote_field.model)
    if field.choices:
        return ChoiceWidget([code for code, _ in field.flatchoices if code])
    if isinstance(field, models.IntegerField):
        return WholeNumberWidget(SMALL if "Small" in field.get_internal_type() else WHOLE)
    for kind, widget in (
        (models.BooleanField, YesNoWidget),
        (models.DecimalField, NumberWidget),
        (models.DateField, DayWidget),
    ):
        if isinstance(field, kind):
            return widget()
    return TextWidget()
