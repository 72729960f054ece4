"""Importing evidence: what claims are about, and what an import means for numbers of sources."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Claim, Statistic
from programmes.models import Agency, Funder, Programme
from tests.registers import bring, load_small_register, refusals, small_row

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small_register() -> None:
    load_small_register()


def new_claims(number: int, **cells: str) -> list[dict[str, str]]:
    return [small_row("claims", 0, key=f"daily-2021-08-31--{n:02d}", **cells) for n in range(10, 10 + number)]


@pytest.mark.parametrize(
    ("subject", "field"),
    [
        ("programme:border-2021", "title"),
        ("grant:border-2021-iom-fund", "amount"),
        ("participation:border-2021/iom/lead", "role"),
        ("participation:border-2021/UN Migration Agency/lead", "role"),
        ("funder:Government of Denmark", "name"),
        ("agency:IOM", "name"),
        ("statistic:arrests-2004", "value"),
        ("milestone:ordinance-2002", "date"),
    ],
)
def test_a_claim_is_about_any_kind_of_record(subject, field):
    row = new_claims(1, subject=subject, field=field)[0]
    report = bring("claims", row)

    assert report.counts["new"] == 1, refusals(report)
    assert Claim.objects.get(key=row["key"]).subject_kind == subject.partition(":")[0]
    assert bring("claims", row).counts["unchanged"] == 1


def test_a_claim_can_change_its_subject():
    report = bring("claims", small_row("claims", 1, subject="funder:denmark", field="name"))

    assert report.in_state("changed")[0].changes[0] == ("subject", "programme:border-2021", "funder:denmark")
    claim = Claim.objects.get(key="daily-2021-08-31--02")
    assert (claim.programme, claim.funder.slug) == (None, "denmark")


def test_only_one_claim_on_a_field_is_preferred():
    report = bring("claims", *new_claims(1, preferred="yes"))
    assert refusals(report) == [
        (1, "preferred", "at most one claim on a subject's field is preferred, and “news-2021-09-01--01” is")
    ]
    report = bring("claims", *new_claims(2, preferred="yes", subject="grant:border-2021-iom-fund"))
    assert [(row, column) for row, column, _ in refusals(report)] == [(2, "preferred")]


def test_preference_can_move_from_claim_to_claim_in_one_file():
    rows = [small_row("claims", 0, preferred="yes"), small_row("claims", 4, preferred="no")]
    for order in (rows, rows[::-1]):
        assert bring("claims", *order).refused == 0
    assert Claim.objects.get(key="daily-2021-08-31--01").preferred


def test_addresses_can_be_exchanged_and_are_compared_as_kept():
    first = small_row("articles", 0, url="https://daily.example/b")
    second = small_row("articles", 1, url="HTTPS://Daily.Example/a?id=1#top")
    report = bring("articles", first, second)

    assert report.counts["changed"] == 2
    assert Article.objects.get(slug="news-2021-09-01").url == "https://daily.example/a?id=1"
    assert bring("articles", first, second).counts["unchanged"] == 2
    report = bring("articles", small_row("articles", 2, url="https://daily.example/b"))
    assert refusals(report) == [(1, "url", "already used by “daily-2021-08-31”")]


def test_an_import_never_touches_the_full_text():
    article = Article.objects.get(slug="daily-2021-08-31")
    article.text = "The whole text."
    article.save()
    text_hash = article.text_hash

    assert bring("articles", small_row("articles", 0, summary="In our words.")).counts["changed"] == 1

    article.refresh_from_db()
    assert (article.summary, article.text, article.text_hash) == ("In our words.", "The whole text.", text_hash)
    assert refusals(bring("articles", {"slug": "daily-2021-08-31", "text": "x"}))[0][:2] == (0, "text")


def test_sources_are_counted_after_each_kind_of_import():
    def counts() -> tuple[int, int, int, int]:
        return (
            Programme.objects.get(slug="border-2021").source_count,
            Funder.objects.get(slug="denmark").source_count,
            Agency.objects.get(slug="iom").source_count,
            Statistic.objects.get(slug="arrests-2004").source_count,
        )

    assert counts() == (2, 1, 1, 0)
    bring("articles", small_row("articles", 2, visibility="published"))
    assert counts() == (2, 1, 1, 1)
    bring("funders", small_row("funders", 0, visibility="draft"))
    assert counts() == (1, 0, 1, 1)
    bring("funders", small_row("funders", 0))
    bring("agencies", small_row("agencies", 1, visibility="review"))
    assert counts() == (2, 1, 0, 1)
    bring("agencies", small_row("agencies", 1))
    bring("claims", small_row("claims", 5, subject="statistic:arrests-2004", field="value"))
    assert counts() == (2, 0, 1, 2)
    bring("grants", small_row("grants", 1, programme="awareness-2019"))
    assert counts() == (1, 0, 1, 2)
    assert Programme.objects.get(slug="awareness-2019").source_count == 2


def test_claims_are_judged_without_a_query_a_row():
    def queries(rows: list[dict[str, str]]) -> int:
        with CaptureQueriesContext(connection) as found:
            assert bring("claims", *rows, dry_run=True).refused == 0
        return len(found)

    assert queries(new_claims(25)) == queries(new_claims(5))


def test_statistics_are_judged_without_a_query_a_row():
    def queries(number: int) -> int:
        rows = [small_row("statistics", 1, slug=f"copy-{n}", programme="border-2021") for n in range(number)]
        with CaptureQueriesContext(connection) as found:
            assert bring("statistics", *rows, dry_run=True).refused == 0
        return len(found)

    assert queries(25) == queries(5)
