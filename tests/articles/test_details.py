"""The pages of one article and of one figure."""

import pytest
from django.test import Client

from tests.factories import (
    AgencyFactory,
    ArticleFactory,
    ClaimFactory,
    FunderFactory,
    GrantFactory,
    MilestoneFactory,
    ParticipationFactory,
    ProgrammeFactory,
    StatisticFactory,
    TermFactory,
    country,
)
from tests.facts import facts_of

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_an_article_says_what_it_is_and_what_it_says_about_what(client: Client) -> None:
    article = ArticleFactory(
        title="A signing", publisher="Dawn", summary="In short.", reliability="A repost.", origin="signing"
    )
    grant = GrantFactory(slug="dk-1")
    ClaimFactory(
        article=article, grant=grant, field="amount", stated_value="$1.6 million", locator="para 1", as_of="2021"
    )
    ClaimFactory(article=article, programme=grant.programme, fidelity="noted")
    ArticleFactory(title="The same signing", origin="signing")
    shown = page(client, article.get_absolute_url())
    for words in (
        "A signing", "Dawn, 31 Aug 2021", "In short.", "A repost.", "signing", "The same signing",
        "“$1.6 million”", "para 1", "as of 2021", "copied", "from notes", f"#grant-{grant.slug}",
        "1 on 2 records",
        f'href="{article.url}" rel="noopener nofollow external"',
    ):  # fmt: skip
        assert words in shown, words
    assert facts_of(shown)["dk-1", "amount"][0] == "single"


def test_an_articles_text_is_never_shown(client: Client) -> None:
    article = ArticleFactory(text="CANARY in the full text")
    assert "CANARY" not in page(client, article.get_absolute_url())


def test_an_address_that_is_not_of_the_web_is_no_link(client: Client) -> None:
    article = ArticleFactory()
    type(article).objects.filter(pk=article.pk).update(url=None)
    shown = page(client, article.get_absolute_url())
    assert "No address is on record" in shown
    assert 'rel="noopener nofollow external"' not in shown


def test_an_article_without_a_headline_says_whose_title_it_is(client: Client) -> None:
    shown = page(client, ArticleFactory(title_is_headline=False, published="").get_absolute_url())
    assert "the title is our description" in shown
    assert "date not stated" in shown


def test_drafts_are_not_found_and_not_named(client: Client) -> None:
    hidden = {"visibility": "draft"}
    assert client.get(ArticleFactory(**hidden).get_absolute_url()).status_code == 404
    assert client.get(StatisticFactory(**hidden).get_absolute_url()).status_code == 404
    assert client.get(StatisticFactory(programme=ProgrammeFactory(**hidden)).get_absolute_url()).status_code == 404
    article = ArticleFactory(origin="signing")
    ArticleFactory(slug="canary-a", title="CANARY", origin="signing", **hidden)
    draft = ProgrammeFactory(slug="canary-p", title="CANARY", **hidden)
    subjects = [
        {"programme": draft},
        {"grant": GrantFactory(slug="canary-g", programme=draft)},
        {"grant": GrantFactory(slug="canary-g2", funder=FunderFactory(name="CANARY", **hidden))},
        {"participation": ParticipationFactory(programme=draft)},
        {"participation": ParticipationFactory(agency=AgencyFactory(name="CANARY", **hidden))},
        {"statistic": StatisticFactory(label="CANARY", **hidden)},
        {"statistic": StatisticFactory(label="CANARY", programme=draft)},
        {"milestone": MilestoneFactory(title="CANARY", **hidden)},
    ]
    for subject in subjects:
        ClaimFactory(article=article, field="note", stated_value="CANARY", **subject)
    shown = page(client, article.get_absolute_url())
    assert "CANARY" not in shown
    assert "canary" not in shown
    assert "No statement is on record" in shown


def test_a_figure_says_what_it_is_and_is_not(client: Client) -> None:
    arrests = TermFactory(vocabulary="indicator", code="ARREST", label="Persons arrested")
    figure = StatisticFactory(
        slug="f", label="arrests under the ordinance", indicator=arrests, country=country("PK"),
        period="2002-10/2004-11", period_basis="external", authority="A secretary", note="Since the ordinance.",
    )  # fmt: skip
    StatisticFactory(label="arrests later", indicator=arrests, country=country("PK"), period="2010")
    StatisticFactory(label="arrests elsewhere", indicator=arrests, country=country("BD"))
    StatisticFactory(label="CANARY", indicator=arrests, country=country("PK"), visibility="draft")
    for value in ("521", "621"):
        ClaimFactory(
            article=ArticleFactory(origin="seminar"),
            statistic=figure,
            field="value",
            stated_value=value,
            locator="para 2",
        )
    shown = page(client, "/statistics/f/")
    for words in (
        "Arrests under the ordinance", "Arrested is not convicted", "Oct 2002 to Nov 2004", "A secretary", "Pakistan",
        "“521”", "“621”", "para 2", "Arrests later", "2 reports of one announcement, printed differently",
    ):  # fmt: skip
        assert words in shown, words
    assert facts_of(shown)["f", "value"] == ("single", "521")
    assert "arrests elsewhere" not in shown
    assert "CANARY" not in shown
    assert "sources agree" not in shown


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"measure": "estimate"}, "An estimate, not a count."),
        ({"measure": "target"}, "what was planned, not what was reached"),
        ({"value": None, "value_min": 40, "as_printed": "more than 40", "is_censored": True}, "gives only a limit"),
    ],
)
def test_a_figure_of_another_sort_says_so(client: Client, fields: dict[str, object], words: str) -> None:
    assert words in page(client, StatisticFactory(**fields).get_absolute_url())


def test_queries_do_not_grow(client: Client, django_assert_num_queries) -> None:
    article = ArticleFactory(origin="signing")
    figure = StatisticFactory(country=country("PK"))
    for _ in range(2):
        with django_assert_num_queries(4):
            page(client, article.get_absolute_url())
        with django_assert_num_queries(4):
            page(client, figure.get_absolute_url())
        for _ in range(3):
            ClaimFactory(article=article, grant=GrantFactory(), field="amount", stated_value="$1")
            ClaimFactory(article=article, participation=ParticipationFactory())
            ClaimFactory(article=article, statistic=figure)
            ClaimFactory(statistic=figure, field="value", stated_value="7")
            ArticleFactory(origin="signing")
            StatisticFactory(country=country("PK"))
