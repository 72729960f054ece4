"""What every published thing shares: its visibility, and the one door for public reads."""

from typing import Any, Self

from django.db import models
from django.db.models import F


class Visibility(models.TextChoices):
    """How far a record has come; only `published` is ever shown to a stranger."""

    DRAFT = "draft", "Draft"
    REVIEW = "review", "In review"
    PUBLISHED = "published", "Published"


class Basis(models.TextChoices):
    """How we know a date (code list `date_basis`)."""

    STATED = "stated", "Stated in the source"
    EXTERNAL = "external", "Found in another cited source"
    INFERRED = "inferred", "Inferred by an editor"


class PublishableQuerySet(models.QuerySet):
    """Reads of anything that has a visibility."""

    def published(self) -> Self:
        """Only what the public may see. Public code reads rows through this and nothing else."""
        return self.filter(visibility=Visibility.PUBLISHED)


class Publishable(models.Model):
    """Something an editor prepares and then publishes."""

    visibility = models.CharField(
        max_length=10,
        choices=Visibility,
        default=Visibility.DRAFT,
        db_index=True,
        help_text="Only published records are shown to the public.",
    )
    created_at = models.DateTimeField("created", auto_now_add=True)
    updated_at = models.DateTimeField("last changed", auto_now=True)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True


def one_of(model: str, field: str, choices: type[models.TextChoices], blank: bool = False) -> models.CheckConstraint:
    """A check constraint that a coded column holds one of its codes and nothing else."""
    allowed = [*choices.values, *([""] if blank else [])]
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": allowed}),
        name=f"{model}_{field}_known",
        violation_error_message=f"{field}: choose one of {', '.join(choices.values)}.",
    )


class LargestFirst(models.Index):
    """The index of a list that begins with its latest or largest rows and ends with those that have no value.

    PostgreSQL puts null first when it descends and uses an index only for the very order that it has; SQLite puts null
    last and refuses the words for it.
    """

    def create_sql(self, model: type[models.Model], schema_editor: Any, using: str = "", **kwargs: Any) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return super().create_sql(model, schema_editor, using=using, **kwargs)
        columns = [
            F(name).desc(nulls_last=model._meta.get_field(name).null or None) if order else F(name)
            for name, order in self.fields_orders
        ]
        return models.Index(*columns, name=self.name).create_sql(model, schema_editor, using=using, **kwargs)


def largest_first(column: str, name: str) -> LargestFirst:
    """The same for what the public sees of a list."""
    return LargestFirst(fields=["visibility", f"-{column}", "-id"], name=name)
