"""What the heading of a list of programmes says about its money and about what the filter cannot see."""

from programmes.listing.listing import Listing
from programmes.listing.parts import Note
from programmes.money import prose_rounded
from programmes.totals import ProgrammeTotals

COUNTED = ("main", "one_aim")
YEARS = ("year", "year_from", "year_to", "live_in", "dates")
AMOUNTS = ("amount_min", "amount_max", "in_dollars")


def programme_notes(listing: Listing) -> list[Note]:
    """An honest total in parts, each a link to the rows behind it; then what a filter on years or amounts left out."""
    totals = listing.totals
    notes = money_notes(listing, totals["money"]) if listing.total else []
    notes += undated_notes(listing)
    if unknown := totals.get("without_dollars"):
        text = f"{unknown:,} without a total in US dollars {'is' if unknown == 1 else 'are'} left out"
        notes.append(Note(text, listing.filter_url(*AMOUNTS, in_dollars="no")))
    return notes


def undated_notes(listing: Listing) -> list[Note]:
    """How many rows no filter on years can find."""
    undated = listing.totals.get("undated")
    if not undated:
        return []
    words = "without dates is left out" if undated == 1 else "without dates are left out"
    return [Note(f"{undated:,} {words}", listing.filter_url(*YEARS, dates="none"))]


def money_notes(listing: Listing, money: ProgrammeTotals) -> list[Note]:
    """ "US$212.4 million across 68 of 112 programmes", "40 not stated", "4 not converted"."""
    notes = []
    has_amount = listing.query.get("has_amount")
    stated = [state for state in has_amount if state != "none"] or ["stated", "partly"]
    if money.counted and money.converted:
        of_all = " from all their funders" if listing.filterset.asks("funder") else ""
        text = f"{prose_rounded(money.total_usd)} across {money.converted:,} of {plural(money.counted)}{of_all}"
        notes.append(Note(text, counted_url(listing, in_dollars="yes")))
    if money.partly:
        url = counted_url(listing, in_dollars="yes", has_amount="partly")
        notes.append(Note(f"{money.partly:,} stated only in part", url))
    if not_stated := money.counted - money.stated:
        notes.append(Note(f"{not_stated:,} not stated", counted_url(listing, has_amount="none")))
    if money.not_converted:
        url = counted_url(listing, in_dollars="no", has_amount=stated)
        notes.append(Note(f"{money.not_converted:,} not converted", url))
    if money.related:
        notes.append(Note(f"{money.related:,} related, not in the total", listing.filter_url(relevance="related")))
    return notes


def plural(number: int) -> str:
    return f"{number:,} programme" if number == 1 else f"{number:,} programmes"


def counted_url(listing: Listing, **values: str | list[str]) -> str:
    """The rows that a total is about: without related programmes, unless the list asks for a relevance itself."""
    if not listing.filterset.asks("relevance"):
        values["relevance"] = list(COUNTED)
    return listing.filter_url(**values)
