"""How the rows of one model stand in a file.

A `RegisterResource` is a django-import-export resource: its `Meta` names the model, the columns in
the order of the files (`fields`) and those that make the natural key (`import_id_fields`), and it
exports like any other. Importing goes through `engine.run_import` alone, because the library's own
loop asks the database for every row and cleans nothing; `import_data` refuses.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.db import models
from import_export import resources

from programmes.models import Agency, Country, Funder, Participation, Term, UncertainDateField
from programmes.resources.columns import Column, relation_columns, widget_for
from programmes.resources.constraints import Checks
from programmes.resources.lookups import CodeLookup, Lookup, OrganisationLookup, chunks

STORED_CHUNK = 2000


class RegisterResource(resources.ModelResource):
    """The rows of one model as text."""

    # What a report calls it, and the name of its file without the ending.
    name = ""
    # Fields that no file holds and no import may touch, with what stands in for them in memory.
    withheld: dict[str, Any] = {}
    # Columns reckoned from others, written along with a change.
    derived: tuple[str, ...] = ()
    # Unique beside the key: a column to empty, when it changes, before any row is written, so that
    # two rows can exchange what only one may have. Column -> value, and columns that bear on it.
    released: dict[str, tuple[Any, tuple[str, ...]]] = {}
    key_separator = "/"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.model: type[models.Model] = self._meta.model
        self.columns: list[Column] = [self.fields[name] for name in self._meta.fields]
        self.by_name = {column.column_name: column for column in self.columns}
        self.key_columns = [self.by_name[name] for name in self._meta.import_id_fields]
        self.many = sorted({column.attribute for column in self.columns if column.many})
        self.uncertain = [f for f in self.model._meta.concrete_fields if isinstance(f, UncertainDateField)]
        named = {f.name: f.name for f in self.model._meta.concrete_fields if f.name in self.by_name}
        self.checks = Checks(self.model, named)
        self.begin()

    def begin(self) -> None:
        """Forget what was looked up: every run and every export starts afresh."""
        self._lookups: dict[tuple, Lookup] = {}
        self.file_keys: set[str] = set()
        for column in self.columns:
            column.cache.clear()
            column.widget.bind(self)

    @classmethod
    def field_from_django_field(cls, field_name: str, django_field: models.Field, readonly: bool) -> Column:
        """The column of a model field, where the resource declares none."""
        attribute = field_name if django_field.many_to_many else django_field.attname
        column = Column(attribute, widget_for(django_field), django_field)
        column.column_name = field_name
        return column

    def lookup(self, model: type[models.Model], **only: Any) -> Lookup:
        """The one lookup of a model (or of a part of it) in this run."""
        name = (model, *sorted(only.items()))
        if name not in self._lookups:
            self._lookups[name] = self.make_lookup(model, **only)
        return self._lookups[name]

    def make_lookup(self, model: type[models.Model], **only: Any) -> Lookup:
        if issubclass(model, Country | Term):
            return CodeLookup(model, **only)
        if issubclass(model, Funder | Agency):
            return OrganisationLookup(model)
        if model is Participation:
            return Lookup(model, key=("programme__slug", "agency__slug", "role"))
        return Lookup(model)

    @property
    def lookups(self) -> list[Lookup]:
        return list(self._lookups.values())

    # Reading what is stored

    def key_of(self, instance: models.Model) -> tuple:
        """The natural key as values."""
        return tuple(getattr(instance, column.attribute) for column in self.key_columns)

    def key_text(self, parts: Iterable[str]) -> str:
        """The natural key as one text."""
        return self.key_separator.join(parts)

    def stored(self, queryset: models.QuerySet) -> list[models.Model]:
        """The objects of a queryset, with all that their cells need fetched beside them."""
        found = list(queryset.defer(*self.withheld))
        by_id = {}
        for instance in found:
            instance.__dict__.update(self.withheld)
            instance.__dict__["_links"] = {relation: {} for relation in self.many}
            by_id[instance.pk] = instance
        for relation in self.many:
            through = getattr(self.model, relation).through
            source, target = relation_columns(self.model, relation)
            for part in chunks(by_id):
                rows = through.objects.filter(**{f"{source}__in": part}).values_list(source, target, "pk")
                for own, other, pk in rows:
                    by_id[own].__dict__["_links"][relation][other] = pk
        for column in self.columns:
            column.widget.prepare_stored(column.get_value(instance) for instance in found)
        return found

    def by_key(self, keys: Iterable[tuple]) -> dict[tuple, models.Model]:
        """The stored objects that have these natural keys."""
        wanted = set(keys)
        first = self.key_columns[0].attribute
        found: dict[tuple, models.Model] = {}
        # locked, so that nobody's edit in between is overwritten
        rows = self.model._default_manager.order_by().select_for_update(of=("self",))
        for part in chunks(sorted({key[0] for key in wanted})):
            for instance in self.stored(rows.filter(**{f"{first}__in": part})):
                found[self.key_of(instance)] = instance
        return {key: instance for key, instance in found.items() if key in wanted}

    def iter_queryset(self, queryset: models.QuerySet) -> Iterator[models.Model]:
        """The library's export reads through here."""
        ids = list(queryset.values_list("pk", flat=True))
        for part in chunks(ids):
            found = {instance.pk: instance for instance in self.stored(self.model._default_manager.filter(pk__in=part))}
            yield from (found[pk] for pk in part if pk in found)

    def before_export(self, queryset: models.QuerySet | None, **kwargs: Any) -> None:
        self.begin()

    def rows_in_order(self) -> Iterator[list[str]]:
        """Every row of the model as cells, sorted by natural key, code point by code point."""
        self.begin()
        paths = [column.attribute for column in self.key_columns]
        keys = list(self.model._default_manager.order_by().values_list(*paths, "pk"))
        for place, column in enumerate(self.key_columns):
            column.widget.prepare_stored({key[place] for key in keys})
        widgets = [column.widget for column in self.key_columns]
        texts = sorted(([w.render(v) for w, v in zip(widgets, key, strict=True)], pk) for *key, pk in keys)
        for part in chunks(texts, STORED_CHUNK):
            ids = [pk for _, pk in part]
            found = {}
            for some in chunks(ids):
                rows = self.model._default_manager.order_by().filter(pk__in=some)
                found.update((instance.pk, instance) for instance in self.stored(rows))
            for pk in ids:
                if pk in found:
                    yield [column.text_of(found[pk]) for column in self.columns]

    def ids_of(self, keys: Iterable[str]) -> dict[str, int]:
        """The ids of stored objects with a key of one column, as things stand now."""
        name = self.key_columns[0].attribute
        found: dict[str, int] = {}
        for part in chunks(keys):
            rows = self.model._default_manager.order_by().filter(**{f"{name}__in": part})
            found.update(rows.values_list(name, "pk"))
        return found

    # Judging an object

    def prepare(self, instance: models.Model) -> None:
        """Set bounds and other reckoned columns of an object whose cells were all good."""
        for field in self.uncertain:
            field.set_bounds(instance, getattr(instance, field.name))
        if hasattr(instance, "derive"):
            instance.derive()

    def prepare_many(self, instances: list[models.Model]) -> None:
        """Fetch, in few queries, what `prepare` and the models' own checks need."""

    def validate_instance(
        self, instance: models.Model, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """Raise ValidationError by column for an object that the model refuses; asks no database.

        Uniqueness is the engine's, which asks for all rows at once.
        """
        errors: dict[str, list[str]] = {}
        try:
            instance.clean()
        except ValidationError as error:
            found = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
            for name, messages in found.items():
                errors.setdefault(name if name in self.by_name else "", []).extend(messages)
        for column, reason in self.checks.broken_by(instance):
            errors.setdefault(column, []).append(reason)
        if errors:
            raise ValidationError(errors)

    def unique_refusal(self, fields: tuple[str, ...], other: str) -> tuple[str, str]:
        """Column and reason for a value that only one record may have, and `other` has."""
        return fields[-1], f"already used by {other}"

    def import_data(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: the library's loop stores what the models would not."""
        raise NotImplementedError("Import with programmes.resources.engine.run_import.")
