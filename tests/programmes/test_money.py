"""Money: what is accepted, what it is worth, how it is written - and that no writing changes a figure."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from currency_converter import CurrencyConverter
from hypothesis import assume, example, given
from hypothesis import strategies as st

from programmes.money import (
    CURRENCIES,
    MAX_AMOUNT,
    Rate,
    check_amount,
    convert,
    ecb_rate,
    exact,
    parse_amount,
    plain,
    prose,
    prose_rounded,
    validate_currency,
)

SIGNING = date(2021, 8, 30)
# The bank's rates by another road: the package's own search for the last known rate.
BANK = CurrencyConverter(decimal=True, fallback_on_missing_rate=True, fallback_on_missing_rate_method="last_known")
amounts = st.decimals(Decimal("0.01"), MAX_AMOUNT, places=2)
# What sources print: a few digits and many zeros.
round_amounts = st.builds(lambda digits, zeros: Decimal(digits) * 10**zeros, st.integers(1, 9999), st.integers(0, 7))
currencies = st.sampled_from(sorted(CURRENCIES))


# Checking


@pytest.mark.parametrize("code", ["USD", "DKK", "PKR", "XXX", "XAF", "XDR", "BGN", "EEK", "DEM"])
def test_currencies_of_the_register_are_known(code):
    validate_currency(code)
    assert code in CURRENCIES


@pytest.mark.parametrize("code", ["", "usd", "US$", "ZZZ", "XTS", "XAU", "USDD", "U\0D", "ＵＳＤ", "€", "x" * 500])
def test_other_codes_are_refused(code):
    with pytest.raises(ValueError, match="not a currency code"):
        validate_currency(code)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1600000", 1600000), ("1600000.50", "1600000.50"), ("0.01", "0.01"), (" 12\n", 12), ("100000000000", MAX_AMOUNT)],
)
def test_plain_amounts_are_read(text, amount):
    assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "No amount"),
        ("1e400", "exponent"),
        ("1.6E6", "exponent"),
        ("NaN", "plain number"),
        ("sNaN", "plain number"),
        ("Infinity", "plain number"),
        ("12345678901234567", "12 digits"),
        ("9" * 5000, "12 digits"),
        ("100000000000.01", "100 billion"),
        ("100000000001", "100 billion"),
        ("1,600,000", "commas"),
        ("1,6", "commas"),
        ("715.000", "2 decimals"),
        ("1 600 000", "spaces"),
        ("1_600", "spaces"),
        ("5’985’000", "spaces"),
        ("-5", "above zero"),
        ("−5", "above zero"),
        ("0", "above zero"),
        ("0.00", "above zero"),
        ("+5", "plain number"),
        (".5", "plain number"),
        ("5.", "plain number"),
        ("1.6 million", "plain number"),
        ("$5", "plain number"),
        ("１６", "plain number"),
        ("٣", "plain number"),
        ("=1+1", "plain number"),
        ("1\0", "NUL"),
    ],
)
def test_other_amounts_are_refused_with_the_reason(text, said):
    with pytest.raises(ValueError, match=said):
        parse_amount(text)


@pytest.mark.parametrize("amount", ["NaN", "sNaN", "Infinity", "-1", "0", "1e400", "1e-400", "0.001", "1.1e11"])
def test_numbers_that_are_no_amounts_are_refused(amount):
    with pytest.raises(ValueError):
        check_amount(Decimal(amount))


@pytest.mark.parametrize("amount", ["1e11", "0.01", "1.50", "1.500"])
def test_amounts_pass_however_they_were_computed(amount):
    assert check_amount(Decimal(amount)) is None


def parse_or_none(text: str) -> Decimal | None:
    """The amount; None if it is refused. Any other error is one, and passes through."""
    try:
        return parse_amount(text)
    except ValueError:
        return None


@given(st.text(max_size=40) | st.text(alphabet="0123456789.,eE+- ", max_size=25))
@example("\ud800")
def test_any_text_is_an_amount_or_a_value_error(text):
    amount = parse_or_none(text)
    if amount is not None:
        assert 0 < amount <= MAX_AMOUNT
        assert parse_amount(plain(amount)) == amount


# Converting


def test_the_danish_grant_was_worth_what_the_papers_said():
    converted = convert(Decimal(10_000_000), "DKK", SIGNING)
    assert round(converted.amount) == 1_586_988
    assert Decimal(1_550_000) < converted.amount < Decimal(1_650_000)
    assert converted.rate == Rate(Decimal("6.30124566"), SIGNING, "European Central Bank")


def test_a_sunday_has_the_rate_and_the_date_of_its_friday():
    sunday = ecb_rate("DKK", date(2021, 8, 29))
    assert sunday.day == date(2021, 8, 27)
    assert sunday == ecb_rate("DKK", date(2021, 8, 27))


@pytest.mark.parametrize(
    ("currency", "day"),
    [
        ("EUR", date(1999, 1, 3)),
        ("EUR", date(1998, 6, 1)),
        ("EUR", date(2099, 1, 1)),
        ("RUB", date(2022, 3, 2)),
        ("BGN", date(2026, 1, 1)),
        ("TRY", date(2004, 12, 31)),
        ("ISK", date(2012, 1, 1)),  # suspended: the last known rate would be three years old
        ("PKR", SIGNING),
        ("XXX", SIGNING),
        ("USD", SIGNING),
        ("nonsense", SIGNING),
    ],
)
def test_no_rate_is_none_and_never_a_distant_one(currency, day):
    assert ecb_rate(currency, day) is None


def test_the_first_and_the_last_day_of_the_data_have_rates_and_their_neighbours_have_none():
    first, last = CurrencyConverter().bounds["EUR"]
    assert ecb_rate("EUR", first).day == first
    assert ecb_rate("EUR", last).day == last
    assert ecb_rate("EUR", first - timedelta(days=1)) is None
    assert ecb_rate("EUR", last + timedelta(days=1)) is None


def test_dollars_need_no_rate_and_no_day():
    converted = convert(Decimal(550_000), "USD", None)
    assert (converted.amount, converted.rate) == (550_000, Rate(Decimal(1), None, ""))


def test_what_cannot_be_converted_is_none_and_not_zero():
    assert convert(Decimal(12_000_000), "XXX", SIGNING, lambda *_: Rate(Decimal(1), SIGNING, "")) is None
    assert convert(Decimal(12_000_000), "EUR", None) is None
    assert convert(Decimal(12_000_000), "PKR", SIGNING) is None
    assert convert(Decimal("0.01"), "IDR", SIGNING) is None


def test_editors_rates_count_where_the_bank_has_none():
    rate = Rate(Decimal("166.5"), SIGNING, "State Bank of Pakistan")
    older = Rate(Decimal(160), SIGNING - timedelta(days=5), "State Bank of Pakistan")
    later = Rate(Decimal(170), SIGNING + timedelta(days=1), "State Bank of Pakistan")
    rates = {"PKR": [later, rate, older], "DKK": [rate]}
    assert convert(Decimal(166_500), "PKR", SIGNING, rates).amount == 1000
    assert convert(Decimal(166_500), "PKR", SIGNING, rates).rate == rate
    assert convert(Decimal(166_500), "PKR", SIGNING, lambda currency, day: rate).rate == rate
    assert convert(Decimal(166_500), "PKR", SIGNING - timedelta(days=1), rates).rate == older
    assert convert(Decimal(10_000_000), "DKK", SIGNING, rates).rate.source == "European Central Bank"


def test_editors_rates_are_not_stretched_past_a_week_nor_used_before_their_day():
    rates = {"PKR": [Rate(Decimal("166.5"), SIGNING, "State Bank of Pakistan")]}
    assert convert(Decimal(1000), "PKR", SIGNING + timedelta(days=7), rates)
    assert convert(Decimal(1000), "PKR", SIGNING + timedelta(days=8), rates) is None
    assert convert(Decimal(1000), "PKR", SIGNING - timedelta(days=1), rates) is None


@pytest.mark.parametrize("per_usd", ["0", "-1", "NaN", "Infinity", "0.00000001"])
def test_an_impossible_rate_converts_nothing(per_usd):
    rates = {"PKR": [Rate(Decimal(per_usd), SIGNING, "")]}
    assert convert(MAX_AMOUNT, "PKR", SIGNING, rates) is None


@given(round_amounts, st.sampled_from(["DKK", "EUR", "GBP", "CHF", "AUD", "SEK"]), st.dates(date(1999, 1, 11), SIGNING))
def test_a_conversion_can_be_turned_back_by_its_own_rate(amount, currency, day):
    assume(amount >= 1)
    converted = convert(amount, currency, day)
    assert timedelta(0) <= day - converted.rate.day <= timedelta(days=7)
    assert abs(converted.amount * converted.rate.per_usd - amount) <= converted.rate.per_usd / 100


@given(st.sampled_from(["DKK", "EUR", "GBP", "PHP", "CAD"]), st.dates(date(2005, 4, 11), SIGNING))
def test_rates_are_those_of_the_bank(currency, day):
    bank = BANK.convert(Decimal(1), "USD", currency, day)
    assert abs(ecb_rate(currency, day).per_usd - bank) < Decimal("0.00000001")


# Writing


@pytest.mark.parametrize(
    ("amount", "currency", "sentence", "table"),
    [
        ("1600000", "USD", "US$1.6 million", "US$1,600,000"),
        ("1600000.00", "USD", "US$1.6 million", "US$1,600,000"),
        ("550000", "USD", "US$550,000", "US$550,000"),
        ("1030000", "USD", "US$1.03 million", "US$1,030,000"),
        ("3595138", "USD", "US$3,595,138", "US$3,595,138"),
        ("5985000", "CHF", "CHF 5,985,000", "CHF 5,985,000"),
        ("17250000", "GBP", "GBP 17.25 million", "GBP 17,250,000"),
        ("10000000", "DKK", "DKK 10 million", "DKK 10,000,000"),
        ("11000000", "EUR", "EUR 11 million", "EUR 11,000,000"),
        ("80000000", "AUD", "AUD 80 million", "AUD 80,000,000"),
        ("1250000000", "USD", "US$1.25 billion", "US$1,250,000,000"),
        ("1250000001", "USD", "US$1,250,000,001", "US$1,250,000,001"),
        ("200000.50", "USD", "US$200,000.50", "US$200,000.50"),
        ("12000000", "XXX", "12 million (currency not stated)", "12,000,000 (currency not stated)"),
    ],
)
def test_amounts_are_written_for_sentences_and_tables(amount, currency, sentence, table):
    assert prose(Decimal(amount), currency) == sentence
    assert exact(Decimal(amount), currency) == table


def test_no_amount_is_not_stated():
    assert prose(None, "") == exact(None, "") == prose_rounded(None) == "not stated"


@pytest.mark.parametrize(
    ("total", "words"),
    [
        ("212412345.67", "US$212.4 million"),
        ("212040000", "US$212 million"),
        ("1586987.80", "US$1.6 million"),
        ("949999.99", "US$950,000"),
        ("999499", "US$999,000"),
        ("999999", "US$1 million"),
        ("950000000", "US$950 million"),
        ("999960000", "US$1 billion"),
        ("1234567890", "US$1.2 billion"),
        ("549812", "US$550,000"),
        ("12", "US$12"),
        ("0", "US$0"),
    ],
)
def test_totals_are_rounded(total, words):
    assert prose_rounded(Decimal(total)) == words


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("1600000", "1600000"),
        ("1.6E+6", "1600000"),
        ("37.90", "37.9"),
        ("100.00", "100"),
        ("0.00", "0"),
        ("1E-7", "0.0000001"),
    ],
)
def test_numbers_in_files_are_plain(number, text):
    assert plain(Decimal(number)) == text


def read_naively(words: str) -> Decimal:
    """Read a written amount back: its digits, times its word."""
    number = Decimal(re.search(r"[0-9][0-9,]*(?:\.[0-9]+)?", words)[0].replace(",", ""))
    for word, zeros in (("million", 6), ("billion", 9)):
        if word in words:
            number *= 10**zeros
    return number


@given(amounts | round_amounts, currencies)
def test_no_sentence_and_no_table_changes_a_figure(amount, currency):
    for words in (prose(amount, currency), exact(amount, currency)):
        assert read_naively(words) == amount
        assert ("US$" in words) == (currency == "USD")


@given(st.decimals(Decimal(1000), MAX_AMOUNT, places=2))
def test_a_rounded_total_is_within_one_part_in_twenty(total):
    assert abs(read_naively(prose_rounded(total)) - total) <= total / 20


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=0, max_value=10**15))
def test_plain_numbers_keep_their_value(number):
    text = plain(number)
    assert Decimal(text) == number
    assert re.fullmatch(r"[0-9]+(\.[0-9]*[1-9])?", text)
