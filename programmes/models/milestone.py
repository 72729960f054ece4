"""Laws, plans, treaties and systems that give context on a timeline."""

from django.db import models
from django.urls import reverse

from programmes.models.base import Publishable, PublishableQuerySet, one_of
from programmes.models.fields import PlainCharField, PlainTextField, UncertainDateField, bounds_in_order
from programmes.models.vocabulary import Country


class MilestoneKind(models.TextChoices):
    LAW = "law", "Law"
    PLAN = "plan", "Plan"
    TREATY = "treaty", "Treaty"
    SYSTEM = "system", "System"


class Milestone(Publishable):
    """A law, plan, treaty or system, such as Pakistan's ordinance of 2002 or PISCES."""

    Kind = MilestoneKind

    slug = models.SlugField(max_length=80, unique=True)
    title = PlainCharField(max_length=250)
    kind = models.CharField(max_length=10, choices=Kind)
    country = models.ForeignKey(
        Country, null=True, blank=True, on_delete=models.PROTECT, related_name="milestones", help_text="Empty: several."
    )
    date = UncertainDateField(help_text="When it was made or began, as EDTF: 2002-10, 2005~, [2002..2004].")
    end = UncertainDateField(help_text="When it ended, if it did.")
    summary = PlainTextField(blank=True)
    source_count = models.PositiveIntegerField(default=0, editable=False)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        ordering = ["date_earliest", "title"]
        constraints = [one_of("milestone", "kind", MilestoneKind), *bounds_in_order("milestone", "date", "end")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("programmes:milestone-detail", args=[self.slug])
