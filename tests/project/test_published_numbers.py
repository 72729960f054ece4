"""The numbers on the pages against a second, slow count over the CSV files, by code that shares nothing with theirs.

Dollars are reckoned here from the European Central Bank's rates as the package gives them, day by
day backwards, in floats, and compared as the pages round them.
"""

import csv
import json
import re
from collections import Counter
from datetime import date, timedelta

import pytest
from currency_converter import CurrencyConverter, RateNotFoundError
from django.core.management import call_command
from django.test import Client

from tests.conftest import ROOT

pytestmark = pytest.mark.django_db


def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "fixtures" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


PROGRAMMES = {row["slug"]: row for row in rows("programmes")}
GRANTS = rows("grants")
RATES = CurrencyConverter()


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """The demonstration register, loaded once and read only."""
    with django_db_blocker.unblock():
        call_command("load_registry", str(ROOT / "fixtures"), verbosity=0)
        yield Client()
        call_command("flush", interactive=False, verbosity=0)


def words(client: Client, address: str) -> str:
    """The text of a page, without tags and with single spaces."""
    text = re.sub(r"<script.*?</script>|<[^>]+>", " ", client.get(address).content.decode(), flags=re.S)
    return re.sub(r"\s+([.,;])", r"\1", re.sub(r"\s+", " ", text))


def first_day(edtf: str) -> date | None:
    """The earliest day that the dates of the fixtures can mean."""
    found = re.search(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", edtf)
    return date(int(found[1]), int(found[2] or 1), int(found[3] or 1)) if found else None


def dollars(grant: dict[str, str]) -> float | None:
    """What a grant was worth, or None where no rate of the week before its day is known."""
    if not grant["amount"] or grant["currency"] == "XXX":
        return None
    amount = float(grant["amount"])
    if grant["currency"] == "USD":
        return amount
    day = first_day(grant["announced"]) or first_day(PROGRAMMES[grant["programme"]]["start"])
    for age in range(8 if day else 0):
        try:
            return RATES.convert(amount, grant["currency"], "USD", date=day - timedelta(days=age))
        except (RateNotFoundError, ValueError):
            continue
    return None


def totals(slugs: set[str]) -> tuple[float, Counter]:
    """Sum in dollars of these programmes without related ones, and how many state, lack or cannot convert theirs."""
    stated_wholes = {grant["slug"] for grant in GRANTS if grant["amount"]}
    counted = [grant for grant in GRANTS if grant["part_of"] not in stated_wholes]
    total, kinds = 0.0, Counter()
    for slug in slugs:
        if PROGRAMMES[slug]["relevance"] == "related":
            kinds["related"] += 1
            continue
        mine = [grant for grant in counted if grant["programme"] == slug]
        worth = [value for value in map(dollars, mine) if value is not None]
        total += sum(worth)
        stated = any(grant["amount"] for grant in mine)
        kinds["converted" if worth else "not converted" if stated else "not stated"] += 1
    return total, kinds


def test_the_first_page_counts_what_the_files_hold(site):
    page = words(site, "/")
    countries = {code for row in PROGRAMMES.values() for code in row["countries"].split(";") if code}
    stated = sum(1 for grant in GRANTS if grant["amount"])
    unconverted = sum(1 for grant in GRANTS if grant["amount"] and dollars(grant) is None)
    total, kinds = totals(set(PROGRAMMES))
    for words_expected in (
        f"{len(PROGRAMMES)} programmes in {len(countries)} countries",
        f"{len(rows('funders'))} funders",
        f"{len(rows('agencies'))} agencies",
        f"US${total / 1e6:.1f} million",
        f"{kinds['converted']} of them",
        f"{stated} of {len(GRANTS)} grants",
        f"{unconverted} of those not converted",
        f"{len(rows('articles'))} articles",
        f"{len(rows('statistics'))} statistics",
        f"{len(rows('milestones'))} laws, plans and systems",
    ):
        assert words_expected in page


@pytest.mark.parametrize("code", ["PK", "BD", "NP", "TH", "UA"])
def test_a_country_filter_gives_the_total_of_the_files(code, site):
    slugs = {slug for slug, row in PROGRAMMES.items() if code in row["countries"].split(";")}
    total, kinds = totals(slugs)
    page = words(site, f"/programmes/?country={code}")
    assert f"{len(slugs)} programmes" in page
    counted = len(slugs) - kinds["related"]
    if kinds["converted"]:
        assert f"US${total / 1e6:.1f} million across {kinds['converted']} of {counted}".replace(".0 ", " ") in page
    if kinds["not stated"]:
        assert f"{kinds['not stated']} not stated" in page
    if kinds["not converted"]:
        assert f"{kinds['not converted']} not converted" in page


def test_the_files_of_a_filter_hold_its_programmes_and_no_others(site):
    slugs = {slug for slug, row in PROGRAMMES.items() if "PK" in row["countries"].split(";")}
    answer = site.get("/programmes/?country=PK&format=csv")
    lines = b"".join(answer).decode().splitlines()
    results = json.loads(b"".join(site.get("/programmes/?country=PK&format=json")))["results"]
    assert {row["slug"] for row in csv.DictReader(lines)} == slugs
    assert {row["slug"] for row in results} == slugs


def test_the_timeline_draws_the_programmes_with_dates(site):
    dated = {slug for slug, row in PROGRAMMES.items() if row["start"] or row["end"]}
    chart = site.get("/timeline.json").json()
    assert (chart["count"], chart["without_dates"]) == (len(PROGRAMMES), len(PROGRAMMES) - len(dated))
