"""Programmes: funded, bounded pieces of work against trafficking or smuggling."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from programmes.models.base import Basis, Publishable, PublishableQuerySet, largest_first, one_of
from programmes.models.fields import PlainCharField, PlainTextField, UncertainDateField, bounds_in_order
from programmes.models.milestone import Milestone
from programmes.models.vocabulary import Country, Term

FAR_FUTURE = date(9999, 12, 31)
RESERVED_SLUGS = frozenset({"compare", "brief", "feed"})


def validate_not_reserved(slug: str) -> None:
    """Refuse slugs that are addresses of their own below /programmes/."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(f"“{slug}” is an address of the site and cannot name a programme.", code="reserved")


class ProgrammeQuerySet(PublishableQuerySet):
    """Reads of programmes, named as a reader would say them."""

    def counted(self) -> Self:
        """Without the related programmes: those are left out of totals unless asked for."""
        return self.exclude(relevance=Programme.Relevance.RELATED)

    def active_between(self, first: date | None, last: date | None) -> Self:
        """Those whose span overlaps the days given; a programme without any date never matches."""
        found = self.filter(active_from__isnull=False)
        if first is not None:
            found = found.filter(active_to__gte=first)
        if last is not None:
            found = found.filter(active_from__lte=last)
        return found

    def without_dates(self) -> Self:
        """Those that no filter on years can find."""
        return self.filter(active_from__isnull=True)


class Status(models.TextChoices):
    """IATI ActivityStatus, as the code list `programme_status` maps it."""

    PLANNED = "planned", "Planned"
    ACTIVE = "active", "Active"
    COMPLETED = "completed", "Completed"
    CANCELLED = "cancelled", "Ended early"
    SUSPENDED = "suspended", "Suspended"
    UNKNOWN = "unknown", "Not known"


class Relevance(models.TextChoices):
    MAIN = "main", "Against trafficking or smuggling in the main"
    ONE_AIM = "one_aim", "One aim among others"
    RELATED = "related", "Related: a wider programme that touches it"


class MoneyState(models.TextChoices):
    STATED = "stated", "Stated"
    PARTLY = "partly", "Partly stated"
    NONE = "none", "Not stated"


class Programme(Publishable):
    """A funded, bounded piece of work against trafficking in persons or migrant smuggling.

    `start` and `end` are uncertain dates with a basis; an inferred one carries its reason.
    `active_from` and `active_to` are the span that filters on years use: the earliest start to
    the latest end, to the last day known where no end is stated, or open if reported running.
    """

    Status = Status
    Relevance = Relevance
    MoneyState = MoneyState

    slug = models.SlugField(max_length=100, unique=True, validators=[validate_not_reserved])
    title = PlainCharField(max_length=300)
    title_is_official = models.BooleanField(
        default=True, help_text="Named so by a source; otherwise the title is our description."
    )
    summary = PlainTextField(blank=True, help_text="In our own words.")
    status = models.CharField(max_length=10, choices=Status, default=Status.UNKNOWN)
    start = UncertainDateField(help_text="EDTF: 2021-08-30, 2021, 2013~ (about), [2021-08-30..2021-12-31] (between).")
    start_basis = models.CharField(max_length=10, choices=Basis, blank=True)
    start_reason = PlainTextField(blank=True, help_text="Why we say so; required where inferred.")
    end = UncertainDateField(help_text="EDTF, as for the start; empty if not stated.")
    end_basis = models.CharField(max_length=10, choices=Basis, blank=True)
    end_reason = PlainTextField(blank=True, help_text="Why we say so; required where inferred.")
    duration_months = models.PositiveSmallIntegerField(
        "duration in months",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text="As a source states it.",
    )
    countries = models.ManyToManyField(Country, blank=True, related_name="programmes")
    terms = models.ManyToManyField(Term, blank=True, related_name="programmes")
    target_groups = PlainTextField(blank=True, help_text="The words of the sources, separated by semicolons.")
    predecessor = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="successors")
    aligned_with = models.ManyToManyField(Milestone, blank=True, related_name="programmes")
    relevance = models.CharField(max_length=10, choices=Relevance, default=Relevance.MAIN)
    featured = models.BooleanField(default=False, help_text="Shown first on the home page.")

    # Kept by the register itself, never typed in or imported.
    active_from = models.DateField(null=True, editable=False)
    active_to = models.DateField(null=True, editable=False)
    total_usd = models.DecimalField(max_digits=16, decimal_places=2, null=True, editable=False)
    money_state = models.CharField(max_length=6, choices=MoneyState, default=MoneyState.NONE, editable=False)
    source_count = models.PositiveIntegerField(default=0, editable=False)
    contested_count = models.PositiveIntegerField(default=0, editable=False)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        indexes = [
            models.Index(fields=["visibility", "active_from", "active_to"], name="programme_active"),
            largest_first("start_earliest", name="programme_by_start"),
            largest_first("end_latest", name="programme_by_end"),
            largest_first("total_usd", name="programme_by_amount"),
            models.Index(fields=["visibility", "title", "id"], name="programme_by_title"),
        ]
        constraints = [
            one_of("programme", "status", Status),
            one_of("programme", "relevance", Relevance),
            one_of("programme", "start_basis", Basis, blank=True),
            one_of("programme", "end_basis", Basis, blank=True),
            *bounds_in_order("programme", "start", "end"),
            models.CheckConstraint(
                condition=Q(start_earliest=None) | Q(end_latest=None) | Q(start_earliest__lte=F("end_latest")),
                name="programme_starts_before_it_ends",
                violation_error_message="The programme ends before it starts.",
            ),
            models.CheckConstraint(
                condition=~Q(start_basis=Basis.INFERRED) | ~Q(start_reason=""),
                name="programme_inferred_start_has_reason",
                violation_error_message="start_reason: an inferred start needs its reason.",
            ),
            models.CheckConstraint(
                condition=~Q(end_basis=Basis.INFERRED) | ~Q(end_reason=""),
                name="programme_inferred_end_has_reason",
                violation_error_message="end_reason: an inferred end needs its reason.",
            ),
            models.CheckConstraint(
                condition=Q(duration_months=None) | Q(duration_months__range=(1, 600)),
                name="programme_duration_months_sane",
                violation_error_message="duration_months: from 1 to 600 months.",
            ),
            models.CheckConstraint(
                condition=Q(predecessor=None) | ~Q(predecessor=F("id")),
                name="programme_not_its_own_predecessor",
                violation_error_message="predecessor: a programme cannot follow itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        self.derive()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("programmes:programme-detail", args=[self.slug])

    def derive(self) -> None:
        """Set the columns reckoned from the dates; bulk writers call this before they write."""
        for name in ("start", "end"):
            self._meta.get_field(name).set_bounds(self, getattr(self, name))
        self.active_from = self.start_earliest or self.end_earliest
        if self.end_latest:
            self.active_to = self.end_latest
        elif self.is_running and self.active_from:
            self.active_to = FAR_FUTURE
        else:
            self.active_to = self.start_latest or self.active_from

    @property
    def is_running(self) -> bool:
        """Reported running, with no end stated: the only case in which no end means "still"."""
        return self.status == self.Status.ACTIVE and not self.end

    @property
    def target_group_list(self) -> list[str]:
        return [words.strip() for words in self.target_groups.split(";") if words.strip()]

    def terms_of(self, vocabulary: str) -> list[Term]:
        """Its terms of one code list, from the prefetched rows."""
        return [term for term in self.terms.all() if term.vocabulary == vocabulary]
