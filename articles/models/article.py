"""Publications that can be cited."""

import hashlib
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse

from programmes.models.base import Publishable, PublishableQuerySet, largest_first
from programmes.models.fields import (
    PlainCharField,
    PlainTextField,
    UncertainDateField,
    WebAddressField,
    bounds_in_order,
)

TRACKING_PARAMETERS = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")


def normalise_url(address: str) -> str:
    """The address as the register keeps it: scheme and host in lower case, no fragment, no tracking."""
    address = address.strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return address  # the field's validators say what is wrong with it
    query = parts.query
    if any(name in query for name in TRACKING_PARAMETERS):
        pairs = [
            pair for pair in parse_qsl(query, keep_blank_values=True) if not pair[0].startswith(TRACKING_PARAMETERS)
        ]
        query = urlencode(pairs)
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path, query, ""))


class Article(Publishable):
    """One publication that can be cited: a press article, a report, a project page.

    `text` is the full text as pasted. It belongs to its publisher and may name people, so it is
    for staff only: no public page, search, file or interface ever reads it.
    """

    slug = models.SlugField(max_length=120, unique=True)
    title = PlainCharField(max_length=300)
    title_is_headline = models.BooleanField(
        default=True, help_text="The headline as printed; otherwise our description of a text without one."
    )
    publisher = PlainCharField(max_length=160, db_index=True)
    byline = PlainCharField(max_length=160, blank=True)
    url = WebAddressField("address", unique=True, null=True, blank=True)
    published = UncertainDateField(help_text="EDTF: 2021-08-31, 2021-08~; empty if not stated.")
    language = models.CharField(
        max_length=3, default="en", validators=[RegexValidator(r"\A[a-z]{2,3}\Z", "An ISO 639 code, such as en or ur.")]
    )
    origin = PlainCharField(
        max_length=200,
        blank=True,
        db_index=True,
        help_text="The one event or release that this reports, worded the same on each report of it.",
    )
    reliability = PlainTextField("note on reliability", blank=True)
    summary = PlainTextField(blank=True, help_text="In our own words.")
    text = PlainTextField("full text", blank=True, help_text="Staff only.")
    text_hash = models.CharField(max_length=64, blank=True, editable=False, db_index=True)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        ordering = ["-published_latest", "slug"]
        indexes = [largest_first("published_latest", name="article_newest")]
        constraints = [
            *bounds_in_order("article", "published"),
            models.CheckConstraint(
                condition=models.Q(url=None)
                | models.Q(url__startswith="http://")
                | models.Q(url__startswith="https://"),
                name="article_url_is_web",
                violation_error_message="url: only http and https addresses.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.publisher})"

    def clean(self) -> None:
        self.url = normalise_url(self.url) if self.url else None

    def save(self, *args: object, **kwargs: object) -> None:
        self.derive()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("articles:article-detail", args=[self.slug])

    def derive(self) -> None:
        """Set the bounds, the normalised address and the hash; bulk writers call this first."""
        self._meta.get_field("published").set_bounds(self, self.published)
        self.url = normalise_url(self.url) if self.url else None
        self.text_hash = hashlib.sha256(self.text.encode()).hexdigest() if self.text else ""
