"""Numbers that someone gives for a thing counted in a place over a period."""

from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from programmes.models.base import Basis, Publishable, PublishableQuerySet, Visibility, largest_first, one_of
from programmes.models.fields import PlainCharField, PlainTextField, UncertainDateField, bounds_in_order
from programmes.models.programme import Programme
from programmes.models.vocabulary import Country, Term


class Measure(models.TextChoices):
    """What sort of number it is; numbers of different sorts are never compared."""

    COUNT = "count", "Count"
    ESTIMATE = "estimate", "Estimate"
    SHARE = "share", "Share in per cent"
    RANK = "rank", "Rank, not a count"
    MONEY = "money", "Sum of money"
    TARGET = "target", "Target, not a result"


class StatisticQuerySet(PublishableQuerySet):
    """Reads of statistics."""

    def published(self) -> Self:
        """Public only if the programme that it is a result of, if any, is public too."""
        return self.filter(
            Q(programme=None) | Q(programme__visibility=Visibility.PUBLISHED), visibility=Visibility.PUBLISHED
        )


def _number(verbose_name: str, help_text: str = "") -> models.DecimalField:
    return models.DecimalField(
        verbose_name, max_digits=18, decimal_places=4, null=True, blank=True, help_text=help_text
    )


class Statistic(Publishable):
    """A number given by an authority: cases, arrests, victims identified, people trained.

    It has a `value`, or a range (`value_min`, `value_max`) where the source gives one or says
    "more than 40" (`is_censored`). Figures of different sources or definitions are never summed.
    """

    Measure = Measure

    slug = models.SlugField(max_length=120, unique=True)
    indicator = models.ForeignKey(
        Term, on_delete=models.PROTECT, related_name="statistics", limit_choices_to={"vocabulary": "indicator"}
    )
    label = PlainCharField("what is counted", max_length=200, help_text="The wording of the source, in short.")
    value = _number("value")
    value_min = _number("at least")
    value_max = _number("at most")
    is_censored = models.BooleanField(
        "open or banded", default=False, help_text="The source gives only a limit, such as “<5” or “more than 40”."
    )
    as_printed = PlainCharField(max_length=80, blank=True, help_text="The number as the source prints it.")
    measure = models.CharField(max_length=10, choices=Measure, default=Measure.COUNT)
    unit = PlainCharField(max_length=40, help_text="People, cases, convictions ...")
    country = models.ForeignKey(
        Country, null=True, blank=True, on_delete=models.PROTECT, related_name="statistics", help_text="Empty: several."
    )
    subdivision = PlainCharField(
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"\A[A-Z]{2}-[A-Z0-9]{1,3}\Z", "An ISO 3166-2 code, such as PK-PB.")],
    )
    crime = models.ForeignKey(
        Term,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="crime_statistics",
        limit_choices_to={"vocabulary": "crime"},
    )
    period = UncertainDateField(help_text="EDTF, often an interval: 2002-10/2004-11.")
    period_basis = models.CharField(max_length=10, choices=Basis, blank=True)
    authority = PlainCharField(max_length=250, blank=True, help_text="Who gave the number.")
    programme = models.ForeignKey(
        Programme,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="results",
        help_text="The programme that this is a result of, if any.",
    )
    note = PlainTextField(blank=True)
    source_count = models.PositiveIntegerField(default=0, editable=False)
    contested_count = models.PositiveIntegerField(default=0, editable=False)

    objects = StatisticQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "period_earliest", "slug"]
        indexes = [largest_first("period_earliest", name="statistic_by_period")]
        constraints = [
            one_of("statistic", "measure", Measure),
            one_of("statistic", "period_basis", Basis, blank=True),
            *bounds_in_order("statistic", "period"),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(value_min__isnull=False) | Q(value_max__isnull=False),
                name="statistic_has_value_or_range",
                violation_error_message="value: give a value, or a range (at least, at most).",
            ),
            models.CheckConstraint(
                condition=Q(value_min=None) | Q(value_max=None) | Q(value_min__lte=F("value_max")),
                name="statistic_range_in_order",
                violation_error_message="value_min: the range is upside down.",
            ),
            models.CheckConstraint(
                condition=(Q(value=None) | Q(value__gte=0))
                & (Q(value_min=None) | Q(value_min__gte=0))
                & (Q(value_max=None) | Q(value_max__gte=0)),
                name="statistic_not_negative",
                violation_error_message="value: a count is not negative.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.printed_value} {self.label}"

    def clean(self) -> None:
        if self.subdivision and self.country and not self.subdivision.startswith(f"{self.country.code}-"):
            raise ValidationError({"subdivision": "The subdivision lies in another country."})
        for name, vocabulary in (("indicator", "indicator"), ("crime", "crime")):
            term = getattr(self, name) if getattr(self, f"{name}_id") else None
            if term is not None and term.vocabulary != vocabulary:
                raise ValidationError({name: f"“{term.code}” is not in the code list {vocabulary}."})

    def get_absolute_url(self) -> str:
        return reverse("articles:statistic-detail", args=[self.slug])

    @property
    def printed_value(self) -> str:
        """The number as printed, else as held."""
        if self.as_printed:
            return self.as_printed
        if self.value is not None:
            return f"{self.value.normalize():,f}"
        if self.value_min is not None and self.value_max is not None:
            return f"{self.value_min.normalize():,f} to {self.value_max.normalize():,f}"
        if self.value_min is not None:
            return f"at least {self.value_min.normalize():,f}"
        return f"at most {self.value_max.normalize():,f}" if self.value_max is not None else ""
