"""Records as links in running text, and how a detail page writes what a record holds."""

from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.db.models import Model
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from programmes import money
from programmes.dates import is_approximate
from programmes.models import Basis, Programme
from programmes.sentences import MAX_COUNTRIES, carriers, join_names

UNSPECIFIED = "UNSPEC"  # the code by which a code list says that no source is more exact

register = template.Library()


@register.filter
def links(records: Iterable[Model]) -> SafeString:
    """Each record as a link with its name, separated by commas."""
    return format_html_join(", ", '<a href="{}">{}</a>', ((record.get_absolute_url(), record) for record in records))


@register.filter
def inferred(text: str, basis: str) -> bool:
    """Whether an uncertain date is an editor's inference, which the page shows as hatching."""
    return basis == Basis.INFERRED or is_approximate(text)


@register.filter
def terms_in(programme: Programme, vocabulary: str) -> str:
    """The labels of a programme's terms of one code list; "not specified" says nothing beside others."""
    terms = programme.terms_of(vocabulary)
    named = [term.label for term in terms if term.code != UNSPECIFIED] or [term.label for term in terms]
    return ", ".join(named)


@register.filter
def plain_number(number: Decimal | None) -> str:
    """A number as a file has it, for data-value and for rates: no separators, no trailing zeros."""
    return "" if number is None else money.plain(number)


@register.filter
def funder_names(programme: Programme) -> str:
    """Who pays, in short."""
    return join_names(list(dict.fromkeys(grant.funder.short_name for grant in programme.grants.all())))


@register.filter
def carrier_names(programme: Programme) -> str:
    """Who carries the work out, in short."""
    return join_names([agency.short_name for agency in carriers(list(programme.participations.all()))])


@register.filter
def place_names(programme: Programme) -> str:
    """Where, in short."""
    names = [country.name for country in programme.countries.all()]
    if len(names) > MAX_COUNTRIES:
        return f"{len(names)} countries"
    return join_names(names) or "country not listed"


@register.filter
def is_web(address: str | None) -> bool:
    """Whether an address may become a link; the fields refuse others, and so does the page."""
    return (address or "").lower().startswith(("http://", "https://"))
