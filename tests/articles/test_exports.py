"""Files of articles and statistics hold the rows of the page, and never a full text."""

import csv
import io
import json
import re

import pytest

from tests.factories import ArticleFactory, ClaimFactory, ProgrammeFactory, StatisticFactory, country

pytestmark = pytest.mark.django_db
QUESTIONS = {
    "/articles/": [
        "",
        "publisher=Dawn",
        "year=2021",
        "country=PK",
        "not_publisher=Dawn",
        "q=headline",
        "dates=none",
        "year=x",
    ],
    "/statistics/": [
        "",
        "country=PK",
        "year=2004",
        "measure=count",
        "contested=yes",
        "q=victims",
        "dates=none",
        "crime=x",
    ],
}


@pytest.fixture
def evidence() -> None:
    programme = ProgrammeFactory(countries=["PK"])
    for n in range(6):
        article = ArticleFactory(publisher="Dawn" if n % 2 else "The News", published="" if n == 0 else f"202{n}")
        ClaimFactory(article=article, programme=programme)
        StatisticFactory(
            country=country("PK") if n % 2 else None, period="" if n == 0 else f"200{n}", contested_count=n % 3
        )
    ArticleFactory(title="Canary", visibility="draft", text="Canary")
    StatisticFactory(label="Canary", visibility="review")


@pytest.mark.usefixtures("evidence")
@pytest.mark.parametrize("address", QUESTIONS)
def test_every_output_has_the_same_rows(address, client):
    for query in QUESTIONS[address]:
        page = client.get(f"{address}?{query}&per_page=100").content.decode()
        found = json.loads(client.get(f"{address}?{query}&format=json").getvalue())
        text = client.get(f"{address}?{query}&format=csv").getvalue().decode()
        slugs = re.findall(r'<tr data-subject="([^"]+)"', page)
        assert [row["slug"] for row in found["results"]] == slugs, query
        assert [row["slug"] for row in csv.DictReader(io.StringIO(text, newline=""))] == slugs
        assert found["count"] == len(slugs)
        assert client.get(f"{address}?{query}&format=xlsx").getvalue().startswith(b"PK")
        assert "anary" not in page + text


def test_a_full_text_is_in_no_file(client):
    ArticleFactory(text="Canary, who lives in a street.")
    for kind in ("csv", "json", "xlsx"):
        assert b"anary" not in client.get("/articles/", {"format": kind}).getvalue()
    row = json.loads(client.get("/articles/?format=json").getvalue())["results"][0]
    assert not {"text", "text_hash"} & set(row)


def test_an_article_counts_what_it_bears_on(client):
    article = ArticleFactory()
    programme = ProgrammeFactory()
    ClaimFactory(article=article, programme=programme)
    ClaimFactory(article=article, programme=programme)
    ClaimFactory(article=article, statistic=StatisticFactory())
    row = json.loads(client.get("/articles/?format=json").getvalue())["results"][0]
    assert (row["programmes"], row["statistics"], row["laws_and_plans"]) == (1, 1, 0)


def test_a_statistic_keeps_number_and_print(client):
    StatisticFactory(value="37.9", as_printed="37.9 per cent", measure="share", unit="per cent")
    row = json.loads(client.get("/statistics/?format=json").getvalue())["results"][0]
    assert row["value"] == 37.9
    assert row["as_printed"] == "37.9 per cent"
    assert row["programme"] is None
