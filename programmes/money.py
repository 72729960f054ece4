"""Money: what an amount may be, what it was worth in US dollars, and how it is written.

Amounts are `Decimal` units of their currency, never floats, and the original amount is always kept. A rate is units of
a currency for one US dollar, with the day it is of and who published it. Rates come from the European Central Bank (the
``currencyconverter`` package, offline, daily from 4 January 1999); where the bank publishes none, from editors. What
cannot be converted is None, never 0: no rate for that day, no day, or a currency that the source does not name (XXX).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

import pycountry
from currency_converter import CurrencyConverter, RateNotFoundError

USD = "USD"
NO_CURRENCY = "XXX"  # ISO 4217: no currency; here, an amount whose source names none
MAX_AMOUNT = Decimal(100_000_000_000)
MAX_WORTH = 10 * MAX_AMOUNT  # in dollars; no currency is worth ten
MAX_WHOLE_DIGITS = 12
CENT = Decimal("0.01")
RATE_STEP = Decimal("0.00000001")  # rates are kept to 8 decimals
ECB_SOURCE = "European Central Bank"
NOT_STATED = "not stated"
NOT_CONVERTED = "not converted"
NO_CURRENCY_STATED = "(currency not stated)"

# The bank publishes on working days, and its longest holiday is 5 days. Without a limit the last known rate of the
# Icelandic krona would be nine years old: none was published from December 2008 to February 2018.
MAX_RATE_AGE = timedelta(days=7)

# ISO 4217 also names metals, bond units and a code for testing: nobody gives a grant in those.
_NOT_MONEY = {"XAD", "XAG", "XAU", "XPD", "XPT", "XBA", "XBB", "XBC", "XBD", "XSU", "XTS", "XUA"}
# Withdrawn since 1999, but named by sources of their time; pycountry lists only what is in use.
_WITHDRAWN = {
    *("ATS", "BEF", "DEM", "ESP", "FIM", "FRF", "GRD", "IEP", "ITL", "LUF", "NLG", "PTE"),
    *("BGN", "CYP", "EEK", "HRK", "LTL", "LVL", "MTL", "ROL", "SIT", "SKK", "TRL"),
}
CURRENCIES: frozenset[str] = frozenset(
    ({currency.alpha_3 for currency in pycountry.currencies} - _NOT_MONEY) | _WITHDRAWN | {NO_CURRENCY}
)

_PLAIN_NUMBER = re.compile(r"(?P<whole>[0-9]+)(?:\.(?P<cents>[0-9]+))?")
_SCALES = ((Decimal(1_000_000_000), "billion"), (Decimal(1_000_000), "million"))


@dataclass(frozen=True, slots=True)
class Rate:
    """What one US dollar cost: units of a currency, the day of which that is true, and who says so.

    The dollar itself costs 1 on every day: its rate alone has no day, and no source.
    """

    per_usd: Decimal
    day: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Converted:
    """What an amount was worth in US dollars, to the cent, and the rate by which: stated amount / `rate.per_usd`."""

    amount: Decimal
    rate: Rate


AT_PAR = Rate(Decimal(1), None, "")

# Editors' rates: a function from currency and day to the rate for that day, or all their rates by currency.
EditorsRates = Callable[[str, date], Rate | None] | Mapping[str, Iterable[Rate]]


# Checking


def validate_currency(code: str) -> None:
    """Raise ValueError unless the code is an ISO 4217 currency in capitals, or XXX for a currency not stated."""
    if code not in CURRENCIES:
        shown = f'"{code}"' if code.isascii() and code.isprintable() and len(code) <= 10 else "This"
        raise ValueError(
            f"{shown} is not a currency code; use three capital letters (ISO 4217) such as USD or DKK, "
            f"or {NO_CURRENCY} where the source names no currency."
        )


def parse_amount(text: str) -> Decimal:
    """Read an amount written as a plain number: digits, and at most a point with one or two decimals.

    Raises ValueError, saying what is wrong, for anything that could be read in two ways or not be stored: signs, zero,
    separators ("1,600,000"; "715.000"), exponents, words, NaN, more than 100 billion. Spaces around it are ignored.
    """
    number = text.strip(" \t\r\n")
    match = _PLAIN_NUMBER.fullmatch(number)
    if match is None:
        raise ValueError(_why_not_plain(number))
    whole, cents = match["whole"].lstrip("0"), match["cents"] or ""
    if len(whole) > MAX_WHOLE_DIGITS:
        raise ValueError(f"An amount has at most {MAX_WHOLE_DIGITS} digits before the point; this has {len(whole)}.")
    if len(cents) > 2:
        raise ValueError(
            f"An amount has at most 2 decimals; this has {len(cents)}. A point here never separates thousands."
        )
    amount = Decimal(number)
    check_amount(amount)
    return amount


def check_amount(amount: Decimal) -> None:
    """Raise ValueError unless an amount is above zero, at most 100 billion, and has at most two decimals."""
    if not amount.is_finite():
        raise ValueError("An amount must be a number.")
    if amount <= 0:
        raise ValueError("An amount must be above zero; leave it empty where none is stated.")
    if amount > MAX_AMOUNT:
        raise ValueError("An amount above 100 billion is not believable; check the number of zeros.")
    if amount != amount.quantize(CENT):
        raise ValueError("An amount has at most 2 decimals.")


def _why_not_plain(number: str) -> str:
    """Say why text is not a plain number, by the first thing that is wrong."""
    if not number:
        return "No amount is given."
    if "\0" in number:
        return "An amount cannot contain a NUL character."
    if number.startswith(("-", "−")):
        return "An amount must be above zero; leave it empty where none is stated."
    if "," in number:
        return "Write the amount without commas, as in 1600000 or 1600000.50."
    if re.fullmatch(r"[0-9.]+[eE][+-]?[0-9]+", number):
        return "Write the amount in full, without an exponent, as in 1600000."
    if re.fullmatch(r"[0-9][0-9 '’_]*", number):
        return "Write the amount without spaces or marks between the digits, as in 1600000."
    return "An amount is a plain number, as in 1600000 or 1600000.50."


# Converting


@lru_cache(maxsize=4096)
def ecb_rate(currency: str, day: date) -> Rate | None:
    """Return the European Central Bank's rate for a day, or the last one published up to 7 days before it.

    The rate's own day is the day it was published. None where the bank publishes no rate of that currency, or none
    near that day: before 4 January 1999, after the last day that the package knows, while a currency was suspended.
    """
    converter = _converter()
    if currency not in converter.currencies:
        return None
    first, last = converter.bounds[currency]
    if currency == USD or not first <= day <= last:
        return None
    for age in range(MAX_RATE_AGE.days + 1):
        published = day - timedelta(days=age)
        try:
            per_usd = converter.convert(Decimal(1), USD, currency, published)
        except RateNotFoundError:
            continue
        return Rate(per_usd.quantize(RATE_STEP), published, ECB_SOURCE)
    return None


@cache
def _converter() -> CurrencyConverter:
    """Load the bank's rates once, at first use (a quarter of a second).

    Both of its fallbacks stay off: for a date outside its range it would take the nearest rate there is, and for a day
    without a rate it would take an older one without saying of which day, and however old.
    """
    return CurrencyConverter(decimal=True)


def convert(
    amount: Decimal, currency: str, day: date | None, editors_rates: EditorsRates | None = None
) -> Converted | None:
    """Return what an amount was worth in US dollars on a day, or None where that cannot be said.

    Editors' rates count only where the bank has none. None also where the worth is under a cent or over a thousand
    billion: then the rate is wrong. Raises ValueError for an amount that is no amount (see `check_amount`).
    """
    check_amount(amount)
    if currency == USD:
        return Converted(amount.quantize(CENT), AT_PAR)
    if currency == NO_CURRENCY or day is None:
        return None
    rate = ecb_rate(currency, day) or _editors_rate(editors_rates, currency, day)
    if rate is None or not rate.per_usd.is_finite() or rate.per_usd <= 0:
        return None
    worth = amount / rate.per_usd
    if not CENT <= worth <= MAX_WORTH:
        return None
    return Converted(worth.quantize(CENT, ROUND_HALF_UP), rate)


def _editors_rate(rates: EditorsRates | None, currency: str, day: date) -> Rate | None:
    """Return an editors' rate for a day: what their function says, or the newest up to 7 days old in their list."""
    if rates is None:
        return None
    if callable(rates):
        return rates(currency, day)
    usable = {
        rate.day: rate
        for rate in rates.get(currency, ())
        if rate.day is not None and timedelta(0) <= day - rate.day <= MAX_RATE_AGE
    }
    return usable[max(usable)] if usable else None


# Writing


def plain(number: Decimal) -> str:
    """Write a number for a file: no exponent, no separators, no trailing zeros ("1600000", "37.9")."""
    digits = f"{number:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def exact(amount: Decimal | None, currency: str) -> str:
    """Write an amount in full, for a table: "US$1,600,000", "DKK 10,000,000", "12,000,000 (currency not stated)"."""
    return NOT_STATED if amount is None else _with_currency(_in_full(amount), currency)


def dollars(amount: Decimal | None) -> str:
    """Write a conversion or a sum in US dollars, to the whole dollar; 'not converted' for None."""
    if amount is None:
        return NOT_CONVERTED
    return exact(amount.quantize(Decimal(1), ROUND_HALF_UP) if amount >= 1 else amount, USD)


def prose(amount: Decimal | None, currency: str) -> str:
    """Write an amount for a sentence: "US$1.6 million", "DKK 10 million", "US$550,000"; 'not stated' for None.

    The figure is never rounded: what two decimals of a million (or billion) cannot say is written in full.
    """
    if amount is None:
        return NOT_STATED
    for unit, word in _SCALES:
        if amount >= unit:
            figure = amount / unit  # exact: the unit is a power of ten
            if figure == figure.quantize(CENT):
                return _with_currency(f"{plain(figure)} {word}", currency)
            break
    return _with_currency(_in_full(amount), currency)


def prose_rounded(amount: Decimal | None, currency: str = USD) -> str:
    """Write a total for a sentence, rounded: one decimal of a million or billion, else three digits.

    "US$212.4 million", "US$12 million", "US$551,000". For sums of conversions, never for what a source states.
    """
    if amount is None:
        return NOT_STATED
    step = Decimal(1).scaleb(max(0, amount.adjusted() - 2))
    rounded = (amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step
    words = _in_full(rounded)
    # From the small unit to the large, each by its own rounding: 950,000 stays that, 999,960,000 becomes 1 billion.
    for unit, word in reversed(_SCALES):
        if rounded >= unit:
            tenth = unit / 10
            rounded = (amount / tenth).quantize(Decimal(1), ROUND_HALF_UP) * tenth
            words = f"{plain(rounded / unit)} {word}"
    return _with_currency(words, currency)


def _in_full(amount: Decimal) -> str:
    """Write digits with commas, and cents only where there are any."""
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"


def _with_currency(figure: str, currency: str) -> str:
    if currency == USD:
        return f"US${figure}"
    if currency in (NO_CURRENCY, ""):
        return f"{figure} {NO_CURRENCY_STATED}"
    return f"{currency} {figure}"
