"""Records as links in running text, and how a detail page writes what a record holds."""

from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.db.models import Model
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from programmes import money
from programmes.dates import is_approximate
from programmes.models import Basis, Programme

register = template.Library()


@register.filter
def links(records: Iterable[Model]) -> SafeString:
    """Each record as a link with its name, separated by commas."""
    return format_html_join(", ", '<a href="{}">{}</a>', ((record.get_absolute_url(), record) for record in records))


@register.filter
def breaks(lines: Iterable[str]) -> SafeString:
    """Each text on a line of its own."""
    return format_html_join(format_html("<br>"), "{}", ((line,) for line in lines))


@register.filter
def inferred(text: str, basis: str) -> bool:
    """Whether an uncertain date is an editor's inference, which the page shows as hatching."""
    return basis == Basis.INFERRED or is_approximate(text)


@register.filter
def terms_in(programme: Programme, vocabulary: str) -> str:
    """The labels of a programme's terms of one code list, separated by commas."""
    return ", ".join(term.label for term in programme.terms_of(vocabulary))


@register.filter
def plain_number(number: Decimal | None) -> str:
    """A number as a file has it, for data-value and for rates: no separators, no trailing zeros."""
    return "" if number is None else money.plain(number)
