"""The bodies that pay and the bodies that carry work out."""

from django.db import models
from django.urls import reverse

from programmes.models.base import Publishable, PublishableQuerySet, one_of
from programmes.models.fields import PlainCharField, PlainTextField, WebAddressField
from programmes.models.vocabulary import Country
from programmes.names import split_aliases


class OrganisationKind(models.TextChoices):
    GOVERNMENT = "government", "Government"
    GOVERNMENT_AGENCY = "government_agency", "Government agency"
    INTERGOVERNMENTAL = "intergovernmental", "Intergovernmental"
    NGO = "ngo", "Non-governmental"
    FOUNDATION = "foundation", "Foundation"
    POOLED_FUND = "pooled_fund", "Pooled fund"
    PRIVATE_SECTOR = "private_sector", "Private sector"
    ACADEMIC = "academic", "University or research body"
    OTHER = "other", "Other"


class Organisation(Publishable):
    """A named body with its other names, kind and seat."""

    Kind = OrganisationKind

    slug = models.SlugField(max_length=80, unique=True)
    name = PlainCharField(max_length=200)
    acronym = PlainCharField(max_length=20, blank=True)
    aliases = PlainTextField(blank=True, help_text="Other names in use, separated by semicolons.")
    kind = models.CharField(max_length=20, choices=Kind)
    country = models.ForeignKey(Country, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    website = WebAddressField(blank=True)
    identifier = PlainCharField(
        "organisation identifier", max_length=60, blank=True, help_text="As IATI writes it, such as XM-DAC-3-1."
    )
    note = PlainTextField(blank=True)
    source_count = models.PositiveIntegerField(default=0, editable=False)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def alias_list(self) -> tuple[str, ...]:
        return split_aliases(self.aliases)

    @property
    def short_name(self) -> str:
        """What fits a chart or a dense row: the acronym where there is one."""
        return self.acronym or self.name


class Funder(Organisation):
    """An organisation that pays."""

    class Meta(Organisation.Meta):
        constraints = [one_of("funder", "kind", OrganisationKind)]

    def get_absolute_url(self) -> str:
        return reverse("programmes:funder-detail", args=[self.slug])


class Agency(Organisation):
    """An organisation that carries work out or takes part.

    `also_funder` joins the two faces of one body, so that its page can show money in and out.
    """

    also_funder = models.OneToOneField(
        Funder, null=True, blank=True, on_delete=models.SET_NULL, related_name="also_agency"
    )

    class Meta(Organisation.Meta):
        verbose_name_plural = "agencies"
        constraints = [one_of("agency", "kind", OrganisationKind)]

    def get_absolute_url(self) -> str:
        return reverse("programmes:agency-detail", args=[self.slug])
