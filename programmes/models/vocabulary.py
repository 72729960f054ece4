"""Code lists, countries, and the exchange rates that editors type in."""

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse

from programmes import money
from programmes.models.fields import CurrencyField, PlainCharField, PlainTextField


class Term(models.Model):
    """One entry of a code list, such as `paradigm` PREV, Prevention.

    The lists and the sources of their definitions (UN TIP Protocol, GLOTIP, US TIP Report,
    IATI) are in `fixtures/terms.csv`.
    """

    class Vocabulary(models.TextChoices):
        CRIME = "crime", "Crime"
        PARADIGM = "paradigm", "Type of work"
        EXPLOITATION = "exploitation", "Form of exploitation"
        VICTIM_GROUP = "victim_group", "People reached"
        INDICATOR = "indicator", "Indicator"
        UNIT = "unit", "Unit"
        SEX = "sex", "Sex"
        AGE = "age", "Age"
        ICCS = "iccs", "Crime classification (ICCS)"
        DATE_BASIS = "date_basis", "Basis of a date"
        PROGRAMME_STATUS = "programme_status", "Programme status"
        GRANT_KIND = "grant_kind", "Kind of grant"
        ROLE = "role", "Role of an agency"
        RELEVANCE = "relevance", "Relevance"

    vocabulary = models.CharField(max_length=20, choices=Vocabulary)
    code = PlainCharField(max_length=20)
    label = PlainCharField(max_length=120)
    definition = PlainTextField(blank=True)
    source = PlainCharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["vocabulary", "position", "code"]
        constraints = [models.UniqueConstraint(fields=["vocabulary", "code"], name="term_vocabulary_code_unique")]

    def __str__(self) -> str:
        return f"{self.label} ({self.vocabulary})"

    @property
    def key(self) -> str:
        """The natural key in one cell: `paradigm:PREV`."""
        return f"{self.vocabulary}:{self.code}"


class Country(models.Model):
    """A country or territory of ISO 3166-1; `XK` stands for Kosovo."""

    code = models.CharField(
        "ISO code", max_length=2, unique=True, validators=[RegexValidator(r"\A[A-Z]{2}\Z", "Two capital letters.")]
    )
    alpha3 = models.CharField(
        "three-letter code", max_length=3, validators=[RegexValidator(r"\A[A-Z]{3}\Z", "Three capital letters.")]
    )
    name = PlainCharField(max_length=80)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "countries"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programmes:country-detail", args=[self.code])


class ExchangeRate(models.Model):
    """A sourced rate typed in by an editor where the European Central Bank publishes none.

    `per_usd` is units of the currency for one US dollar on that day.
    """

    currency = CurrencyField(blank=False)
    date = models.DateField()
    per_usd = models.DecimalField("units per US dollar", max_digits=14, decimal_places=6)
    source = PlainCharField(max_length=300, help_text="Who published the rate, and where.")

    class Meta:
        ordering = ["currency", "date"]
        constraints = [
            models.UniqueConstraint(fields=["currency", "date"], name="exchangerate_currency_date_unique"),
            models.CheckConstraint(
                condition=models.Q(per_usd__gt=0),
                name="exchangerate_per_usd_positive",
                violation_error_message="A rate is above zero.",
            ),
            models.CheckConstraint(
                condition=~models.Q(currency__in=["", "XXX", "USD"]),
                name="exchangerate_currency_convertible",
                violation_error_message="Name a currency other than the US dollar.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.per_usd} {self.currency} per US dollar on {self.date}"

    def as_rate(self) -> money.Rate:
        """The rate as the money module wants it."""
        return money.Rate(per_usd=self.per_usd, day=self.date, source=self.source)
