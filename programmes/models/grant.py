"""Money and roles: what a funder gives to a programme, what an agency does in it."""

from decimal import Decimal
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from programmes import money
from programmes.models.base import Basis, Visibility, one_of
from programmes.models.fields import CurrencyField, PlainCharField, PlainTextField, UncertainDateField, bounds_in_order
from programmes.models.organisations import Agency, Funder
from programmes.models.programme import Programme
from programmes.models.vocabulary import ExchangeRate


class GrantQuerySet(models.QuerySet):
    """Reads of grants."""

    def published(self) -> Self:
        """A grant is public only if its programme and its funder are."""
        return self.filter(programme__visibility=Visibility.PUBLISHED, funder__visibility=Visibility.PUBLISHED)

    def counted(self) -> Self:
        """Without the parts of a whole that states its own amount: no money is added twice."""
        return self.exclude(part_of__amount__isnull=False)


class GrantKind(models.TextChoices):
    """IATI TransactionType, as the code list `grant_kind` maps it."""

    PLEDGE = "pledge", "Pledge"
    COMMITMENT = "commitment", "Commitment"
    DISBURSEMENT = "disbursement", "Disbursement"
    UNKNOWN = "unknown", "Not known"


class Grant(models.Model):
    """One funder's money for one programme.

    The original amount and currency are what a source gives; the US-dollar value stands beside
    them with its rate, the rate's day and its source. A missing amount is null, never zero, and
    a missing rate leaves the dollar value null: "not converted".
    """

    Kind = GrantKind

    slug = models.SlugField(max_length=120, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="grants")
    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="grants")
    amount = models.DecimalField(
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(money.MAX_AMOUNT)],
        help_text="In the original currency; empty if not stated.",
    )
    currency = CurrencyField(help_text="ISO 4217; XXX where the source names none; empty without an amount.")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.UNKNOWN)
    announced = UncertainDateField(help_text="When it was signed, awarded or announced, as EDTF.")
    part_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        help_text="The larger grant that already holds this money.",
    )
    note = PlainTextField(blank=True)

    # Reckoned by `derive`, never typed in or imported.
    amount_usd = models.DecimalField("amount in US dollars", max_digits=16, decimal_places=2, null=True, editable=False)
    usd_rate = models.DecimalField("rate", max_digits=18, decimal_places=8, null=True, editable=False)
    usd_rate_date = models.DateField("day of the rate", null=True, editable=False)
    usd_rate_source = PlainCharField("source of the rate", max_length=300, blank=True, editable=False)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "announced_earliest", "slug"]
        constraints = [
            one_of("grant", "kind", GrantKind),
            *bounds_in_order("grant", "announced"),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0, amount__lte=money.MAX_AMOUNT),
                name="grant_amount_within_reason",
                violation_error_message="amount: above zero and at most 100 billion.",
            ),
            models.CheckConstraint(
                condition=Q(amount=None, currency="") | Q(amount__isnull=False) & ~Q(currency=""),
                name="grant_amount_has_currency",
                violation_error_message="currency: an amount has a currency (XXX if the source names none), "
                "and no amount has none.",
            ),
            models.CheckConstraint(
                condition=Q(part_of=None) | ~Q(part_of=F("id")),
                name="grant_not_part_of_itself",
                violation_error_message="part_of: a grant cannot be part of itself.",
            ),
            models.CheckConstraint(
                condition=Q(amount_usd=None) | Q(amount__isnull=False, usd_rate__isnull=False),
                name="grant_conversion_names_its_rate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.funder.short_name}: {money.prose(self.amount, self.currency)}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.derive()
        super().save(*args, **kwargs)

    @property
    def is_stated(self) -> bool:
        return self.amount is not None

    def derive(self, editors_rates: money.EditorsRates | None = None) -> None:
        """Set the dollar value from the day it was announced, else from the programme's start.

        `editors_rates` spares bulk writers a query a row.
        """
        self._meta.get_field("announced").set_bounds(self, self.announced)
        day = self.announced_earliest or self.programme.start_earliest
        converted = None
        if self.amount is not None and 0 < self.amount <= money.MAX_AMOUNT:  # else the constraints refuse it
            rates = editors_rates if editors_rates is not None else editors_rates_of(self.currency)
            converted = money.convert(self.amount, self.currency, day, rates)
        self.amount_usd = converted.amount if converted else None
        self.usd_rate = converted.rate.per_usd if converted else None
        self.usd_rate_date = converted.rate.day if converted else None
        self.usd_rate_source = converted.rate.source if converted else ""


def editors_rates_of(*currencies: str) -> money.EditorsRates:
    """The rates that editors typed in, by currency; all of them if none is named."""
    rows = ExchangeRate.objects.order_by("date")
    if currencies:
        rows = rows.filter(currency__in=currencies)
    rates: dict[str, list[money.Rate]] = {}
    for row in rows:
        rates.setdefault(row.currency, []).append(row.as_rate())
    return rates


class ParticipationQuerySet(models.QuerySet):
    """Reads of participations."""

    def published(self) -> Self:
        """Public only if the programme and the agency are."""
        return self.filter(programme__visibility=Visibility.PUBLISHED, agency__visibility=Visibility.PUBLISHED)


class Role(models.TextChoices):
    LEAD = "lead", "Lead implementer"
    IMPLEMENTER = "implementer", "Implementer"
    GOVERNMENT = "government", "Government partner"
    PARTNER = "partner", "Partner"


class Participation(models.Model):
    """An agency's role in a programme (IATI OrganisationRole, code list `role`)."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="participations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="participations")
    role = models.CharField(max_length=12, choices=Role)
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.STATED)
    reason = PlainTextField(blank=True, help_text="Why we say so; required where inferred.")

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "role", "agency"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "agency", "role"], name="participation_unique"),
            one_of("participation", "role", Role),
            one_of("participation", "basis", Basis),
            models.CheckConstraint(
                condition=~Q(basis=Basis.INFERRED) | ~Q(reason=""),
                name="participation_inferred_has_reason",
                violation_error_message="reason: an inferred role needs its reason.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency.short_name}, {self.get_role_display().lower()}"

    @property
    def key(self) -> str:
        """The natural key in one cell: `programme/agency/role`."""
        return f"{self.programme.slug}/{self.agency.slug}/{self.role}"
