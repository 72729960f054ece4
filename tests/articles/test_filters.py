"""The filters of articles and statistics against slow and obvious ones."""

from collections import Counter
from datetime import date

import pytest
from django.http import QueryDict

from articles.filters import ArticleFilter, StatisticFilter
from articles.models import Article, Claim, Statistic
from tests.factories import (
    ArticleFactory,
    ClaimFactory,
    FunderFactory,
    GrantFactory,
    MilestoneFactory,
    ParticipationFactory,
    ProgrammeFactory,
    StatisticFactory,
    country,
    term,
)
from tests.strange import ask_with_strange_values

pytestmark = pytest.mark.django_db


def articles(query: str) -> set[str]:
    return set(ArticleFilter(QueryDict(query)).qs.values_list("slug", flat=True))


def statistics(query: str) -> set[str]:
    return set(StatisticFilter(QueryDict(query)).qs.values_list("slug", flat=True))


@pytest.fixture
def evidence() -> None:
    """Articles that bear on countries by each of the paths, and some that do so only by way of a draft."""
    programme = ProgrammeFactory(slug="shown", countries=["PK", "BD"])
    draft = ProgrammeFactory(slug="draft", countries=["AF"], visibility="draft")
    grant = GrantFactory(programme=programme, funder=FunderFactory(slug="denmark"))
    participation = ParticipationFactory(programme=programme)
    figure = StatisticFactory(country=country("NP"))
    law = MilestoneFactory(country=country("IN"))
    hidden_figure = StatisticFactory(country=country("AF"), visibility="review")
    subjects = (
        {"programme": programme},
        {"grant": grant},
        {"participation": participation},
        {"statistic": figure},
        {"milestone": law},
        {"programme": draft},
        {"statistic": hidden_figure},
        {"funder": grant.funder},
    )
    for n, subject in enumerate(subjects):
        article = ArticleFactory(slug=f"a{n}", publisher="Dawn" if n % 2 else "The News", published=f"20{10 + n}-05")
        ClaimFactory(article=article, **subject)
        ClaimFactory(article=article, **subject)
    both = ArticleFactory(slug="both", published="", language="ur", publisher="جنگ")
    ClaimFactory(article=both, programme=programme)
    ClaimFactory(article=both, statistic=figure)
    ArticleFactory(slug="hidden", visibility="draft")


def naive_countries(article: Article) -> set[str]:
    """The countries an article bears on, claim by claim."""
    found: set[str] = set()
    for claim in Claim.objects.published().filter(article=article):
        subject = claim.subject
        programme = subject if claim.programme_id else getattr(subject, "programme", None)
        if claim.programme_id or claim.grant_id or claim.participation_id:
            found |= {c.code for c in programme.countries.all()}
        elif (claim.statistic_id or claim.milestone_id) and subject.country:
            found.add(subject.country.code)
    return found


@pytest.mark.usefixtures("evidence")
def test_articles_bear_on_the_countries_of_their_public_claims():
    by_country: dict[str, set[str]] = {}
    for article in Article.objects.published():
        for code in naive_countries(article):
            by_country.setdefault(code, set()).add(article.slug)
    assert set(by_country) == {"PK", "BD", "NP", "IN"}
    for code, slugs in by_country.items():
        assert articles(f"country={code}") == slugs
    assert articles("country=AF") == set()
    counted = ArticleFilter(QueryDict("")).facet_counts()["country"]
    assert {code: number for code, _, number in counted} == {code: len(slugs) for code, slugs in by_country.items()}


@pytest.mark.usefixtures("evidence")
def test_facet_counts_are_what_choosing_them_gives():
    for filterset, chosen in ((ArticleFilter, articles), (StatisticFilter, statistics)):
        for query in (
            "",
            "publisher=Dawn",
            "country=PK&year_from=2011",
            "language=ur",
            "year=2012&year=2013",
            "crime=TIP",
        ):
            for name, choices in filterset(QueryDict(query)).facet_counts().items():
                for value, _, number in choices:
                    others = QueryDict(query, mutable=True)
                    others.setlist(name, [value])
                    assert len(chosen(others.urlencode())) == number, (query, name, value)


@pytest.mark.usefixtures("evidence")
def test_articles_by_publisher_language_year_and_record():
    assert articles("publisher=Dawn") == {"a1", "a3", "a5", "a7"}
    assert articles("publisher=Dawn&publisher=Nobody") == {"a1", "a3", "a5", "a7"}
    assert articles("publisher=جنگ") == articles("language=ur") == articles("dates=none") == {"both"}
    assert articles("year=2012&year=2014") == {"a2", "a4"}
    assert articles("year_from=2015") == {"a5", "a6", "a7"}
    assert articles("live_in=2011") == {"a1"}
    assert articles("programme=shown") == {"a0", "a1", "a2", "both"}
    assert articles("programme=draft") == articles("")  # not known here: left out
    assert articles("funder=denmark") == {"a0", "a1", "a7", "both"}
    assert articles("not_country=PK&not_publisher=Dawn") == {"a4", "a6"}
    assert ArticleFilter(QueryDict("year_from=2000")).totals()["undated"] == 1


def test_statistics_by_everything_they_have():
    StatisticFactory(
        slug="arrests",
        label="people arrested",
        authority="FIA",
        indicator=term("indicator:ARREST"),
        country=country("PK"),
        crime=term("crime:SOM"),
        period="2003/2004",
        contested_count=1,
    )
    StatisticFactory(slug="rank", measure="rank", country=None, period="", indicator=term("indicator:TIER"))
    StatisticFactory(slug="since", period="2012/..", country=country("CI"))
    StatisticFactory(slug="of-draft", programme=ProgrammeFactory(visibility="draft"))
    assert statistics("") == {"arrests", "rank", "since"}
    assert statistics("indicator=ARREST") == statistics("crime=som") == statistics("contested=yes") == {"arrests"}
    assert statistics("measure=rank") == statistics("dates=none") == {"rank"}
    assert statistics("year=2004") == statistics("live_in=2003") == {"arrests"}
    assert statistics("year=2020") == {"since"}
    assert statistics("q=fia+arrested") == statistics("q=pakistan") == {"arrests"}
    assert statistics("q=cote") == {"since"}
    assert statistics("not_country=PK") == {"rank", "since"}
    years = {value: number for value, _, number in StatisticFilter(QueryDict("")).facet_counts()["year"]}
    assert years["2003"] == years["2004"] == years["2012"] == years[str(date.today().year)] == 1  # noqa: DTZ011
    assert "2005" not in years


def test_statistics_by_who_published_them():
    figure = StatisticFactory(slug="figure")
    ClaimFactory(statistic=figure, article=ArticleFactory(publisher="Dawn"))
    ClaimFactory(statistic=StatisticFactory(slug="other"), article=ArticleFactory(publisher="Dawn", visibility="draft"))
    assert statistics("publisher=Dawn") == {"figure"}


@pytest.mark.parametrize("filterset", [ArticleFilter, StatisticFilter])
@pytest.mark.usefixtures("evidence")
def test_no_value_of_any_parameter_raises(filterset):
    ask_with_strange_values(filterset)


@pytest.mark.usefixtures("evidence")
def test_every_order_keeps_every_row_once():
    for filterset in (ArticleFilter, StatisticFilter):
        for key in filterset.sorts:
            for way in (key, f"-{key}"):
                found = filterset(QueryDict(f"sort={way}"))
                assert sorted(row.pk for row in found.ordered) == sorted(row.pk for row in found.qs)


def test_measures_are_counted_each():
    for measure in ("count", "count", "rank"):
        StatisticFactory(measure=measure)
    counted = StatisticFilter(QueryDict("")).facet_counts()["measure"]
    naive = Counter(Statistic.objects.values_list("measure", flat=True))
    assert {value: number for value, _, number in counted} == dict(naive)
