"""What every published thing shares: its visibility, and the one door for public reads."""

from typing import Self

from django.db import models


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
