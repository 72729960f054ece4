"""What one article states about one field of one record."""

from functools import reduce
from operator import or_
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from articles.models.article import Article
from articles.models.statistic import Statistic
from programmes.models import Agency, Funder, Grant, Milestone, Participation, Programme
from programmes.models.base import Visibility, one_of
from programmes.models.fields import CurrencyField, PlainCharField, PlainTextField, UncertainDateField, bounds_in_order

SUBJECTS = {
    "programme": Programme,
    "grant": Grant,
    "participation": Participation,
    "funder": Funder,
    "agency": Agency,
    "statistic": Statistic,
    "milestone": Milestone,
}

MENTION = "mention"
NOTE = "note"
EVERYWHERE = {MENTION: "Mentions it", NOTE: "Other statement"}
FIELDS: dict[str, dict[str, str]] = {
    "programme": {
        "title": "Title",
        "summary": "What it does",
        "status": "Status",
        "start": "Start",
        "end": "End",
        "period": "Period",
        "duration": "Duration",
        "countries": "Countries",
        "terms": "Type of work and crimes",
        "target_groups": "People reached",
        "predecessor": "Predecessor",
        "aligned_with": "Plan or law it follows",
        "funder": "Funder",
    },
    "grant": {"amount": "Amount", "announced": "Announced", "funder": "Funder", "kind": "Kind"},
    "participation": {"role": "Role", "agency": "Agency"},
    "funder": {"name": "Name"},
    "agency": {"name": "Name"},
    "statistic": {
        "value": "Value",
        "unit": "Unit",
        "period": "Period",
        "place": "Place",
        "authority": "Who gave it",
    },
    "milestone": {"title": "Title", "date": "Date", "end": "End", "period": "Period", "status": "Status"},
}
FIELD_CHOICES = sorted({**{k: v for fields in FIELDS.values() for k, v in fields.items()}, **EVERYWHERE}.items())


class Fidelity(models.TextChoices):
    VERBATIM = "verbatim", "Copied as printed"
    NOTED = "noted", "From notes; wording may be normalised"


class Agreement(models.TextChoices):
    AGREES = "agrees", "Agrees with the register"
    DIFFERS = "differs", "Differs from the register"
    UNKNOWN = "unknown", "Cannot tell"


def exactly_one_subject() -> Q:
    """A condition under which one of the seven subject columns is filled, and only one."""
    condition = Q()
    for chosen in SUBJECTS:
        condition |= Q(**{f"{name}__isnull": name != chosen for name in SUBJECTS})
    return condition


def public_subjects() -> dict[str, Q]:
    """For each kind of subject the condition under which all it hangs from is public."""
    public = Visibility.PUBLISHED
    return {
        "programme": Q(programme__visibility=public),
        "grant": Q(grant__programme__visibility=public, grant__funder__visibility=public),
        "participation": Q(participation__programme__visibility=public, participation__agency__visibility=public),
        "funder": Q(funder__visibility=public),
        "agency": Q(agency__visibility=public),
        "statistic": Q(statistic__visibility=public)
        & (Q(statistic__programme=None) | Q(statistic__programme__visibility=public)),
        "milestone": Q(milestone__visibility=public),
    }


class ClaimQuerySet(models.QuerySet):
    """Reads of claims."""

    def published(self) -> Self:
        """A claim is public only if its article and all that its subject hangs from are."""
        return self.filter(reduce(or_, public_subjects().values()), article__visibility=Visibility.PUBLISHED)

    def published_on(self, *kinds: str) -> Self:
        """The public claims on these kinds of subject; the same rule with the joins of those kinds alone.

        Where many claims are read, a plan over all seven kinds can take PostgreSQL minutes.
        """
        public = public_subjects()
        shown = [public[kind] & Q(**{f"{kind}__isnull": False}) for kind in kinds]
        return self.filter(reduce(or_, shown), article__visibility=Visibility.PUBLISHED)


class Claim(models.Model):
    """What an article states: the value as printed, where it stands, and how it was read.

    `field` is one that the register holds for the subject, `mention` where the article is only
    a source, or `note` for a statement that has no field. A later total is not a different
    first award: `as_of` and `scope` keep such statements apart.
    """

    Fidelity = Fidelity
    Agreement = Agreement

    key = models.SlugField(
        max_length=130, unique=True, blank=True, help_text="Article and number; given by the register if left empty."
    )
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="claims")
    programme = models.ForeignKey(Programme, null=True, blank=True, on_delete=models.CASCADE, related_name="claims")
    grant = models.ForeignKey(Grant, null=True, blank=True, on_delete=models.CASCADE, related_name="claims")
    participation = models.ForeignKey(
        Participation, null=True, blank=True, on_delete=models.CASCADE, related_name="claims"
    )
    funder = models.ForeignKey(Funder, null=True, blank=True, on_delete=models.CASCADE, related_name="claims")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.CASCADE, related_name="claims")
    statistic = models.ForeignKey(Statistic, null=True, blank=True, on_delete=models.CASCADE, related_name="claims")
    milestone = models.ForeignKey(Milestone, null=True, blank=True, on_delete=models.CASCADE, related_name="claims")
    field = models.CharField(max_length=20, choices=FIELD_CHOICES, default=MENTION)
    stated_value = PlainCharField("value as printed", max_length=300, blank=True)
    as_of = UncertainDateField(help_text="The day or period the statement is true of, where that matters.")
    scope = PlainCharField(max_length=160, blank=True, help_text="What the value covers, where not the whole.")
    reading = PlainCharField(max_length=160, blank=True, help_text="Which stored version of the page was read.")
    fidelity = models.CharField(max_length=10, choices=Fidelity, default=Fidelity.VERBATIM)
    locator = PlainCharField(max_length=120, blank=True, help_text="Where in the article: para 3, headline.")
    passage_start = models.PositiveIntegerField(null=True, blank=True, editable=False)
    passage_end = models.PositiveIntegerField(null=True, blank=True, editable=False)
    preferred = models.BooleanField(default=False, help_text="The register holds this value.")
    note = PlainTextField(blank=True)

    low = models.DecimalField(max_digits=20, decimal_places=4, null=True, editable=False)
    high = models.DecimalField(max_digits=20, decimal_places=4, null=True, editable=False)
    currency = CurrencyField(editable=False)
    agreement = models.CharField(max_length=10, choices=Agreement, default=Agreement.UNKNOWN, editable=False)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["article", "key"]
        constraints = [
            models.CheckConstraint(
                condition=exactly_one_subject(),
                name="claim_has_exactly_one_subject",
                violation_error_message="subject: a claim is about exactly one record.",
            ),
            models.CheckConstraint(
                condition=~Q(field=MENTION) | Q(stated_value=""),
                name="claim_mention_has_no_value",
                violation_error_message="stated_value: a mention states no value.",
            ),
            models.CheckConstraint(
                condition=Q(field=MENTION) | ~Q(stated_value=""),
                name="claim_states_a_value",
                violation_error_message="stated_value: say what the source prints, or make it a mention.",
            ),
            models.CheckConstraint(
                condition=Q(passage_start=None, passage_end=None)
                | Q(passage_start__isnull=False, passage_end__gt=models.F("passage_start")),
                name="claim_passage_in_order",
            ),
            one_of("claim", "fidelity", Fidelity),
            one_of("claim", "agreement", Agreement),
            *bounds_in_order("claim", "as_of"),
            *[
                models.UniqueConstraint(
                    fields=[name, "field"],
                    condition=Q(preferred=True, **{f"{name}__isnull": False}),
                    name=f"claim_one_preferred_per_{name}_field",
                )
                for name in SUBJECTS
            ],
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {self.stated_value}" if self.stated_value else self.get_field_display()

    def save(self, *args: object, **kwargs: object) -> None:
        self.key = self.key or self.next_key()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if self.subject_kind and self.field not in {*FIELDS[self.subject_kind], *EVERYWHERE}:
            raise ValidationError({"field": f"A {self.subject_kind} has no field “{self.field}”."})

    def next_key(self) -> str:
        """The article's slug and the number after its highest, such as `dawn-2021-08-31--07`."""
        taken = Claim.objects.filter(article=self.article).values_list("key", flat=True)
        numbers = [int(key.rpartition("--")[2]) for key in taken if key.rpartition("--")[2].isdecimal()]
        return f"{self.article.slug}--{max(numbers, default=0) + 1:02d}"

    @property
    def subject_kind(self) -> str:
        """`programme`, `grant` ...: which of the subject columns is filled; '' if none is."""
        return next((name for name in SUBJECTS if getattr(self, f"{name}_id")), "")

    @property
    def subject(self) -> models.Model | None:
        """The record that the claim is about."""
        return getattr(self, self.subject_kind) if self.subject_kind else None
