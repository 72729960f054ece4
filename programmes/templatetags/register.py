"""How the register writes dates and money, and how it says that something is not stated.

`{{ p.start|when:p.start_basis }}` gives words; `{{ p.start|when|not_stated }}` sets those words apart
where there is nothing to say. A value that is missing is always said so, never left empty or drawn as zero.
"""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from programmes import dates, money

register = template.Library()


@register.filter
def when(text: str | None, basis: str = "") -> str:
    """An uncertain date in words: "30 Aug 2021", "between Nov 2002 and Mar 2004 (inferred)", "not stated"."""
    try:
        return dates.describe(text or "", basis or "")
    except ValueError:
        return text or ""  # never stored; an unsaved object in a preview may hold anything


@register.filter
def money_prose(amount: Decimal | None, currency: str = money.USD) -> str:
    """An amount for a sentence: "US$1.6 million", "DKK 10 million", "not stated"."""
    return money.prose(amount, currency)


@register.filter
def money_exact(amount: Decimal | None, currency: str = money.USD) -> str:
    """An amount in full, for a table: "US$1,600,000", "DKK 10,000,000", "not stated"."""
    return money.exact(amount, currency)


@register.filter
def usd(amount: Decimal | None) -> str:
    """Dollars to the whole dollar, as a conversion is shown: "US$1,586,988", "not converted" for none."""
    return money.dollars(amount)


@register.filter
def usd_prose(amount: Decimal | None) -> str:
    """A total in dollars for a sentence, rounded: "US$212.4 million", "not stated" for none."""
    return money.prose_rounded(amount)


@register.filter
def not_stated(value: object) -> object:
    """The value; where there is none, or only words that say so, "not stated" in quiet italics."""
    if value is None or value == "" or value == money.NOT_STATED:
        return format_html('<span class="not-stated">{}</span>', money.NOT_STATED)
    return value if isinstance(value, SafeString) else str(value)
