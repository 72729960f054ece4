"""The evidence of a page: read in two queries whatever there is, and never called agreement unchecked."""

import pytest
from django.template import Context, Template

from articles.evidence import State, read, state_of, words_of
from articles.models import Claim
from tests.factories import (
    ArticleFactory,
    ClaimFactory,
    FunderFactory,
    GrantFactory,
    ParticipationFactory,
    ProgrammeFactory,
    StatisticFactory,
)

pytestmark = pytest.mark.django_db


def claims(*values: str, origins: tuple[str, ...] = (), **fields: object) -> list[Claim]:
    """One claim on a grant's amount for each value, each by an article of its own."""
    grant = GrantFactory()
    made = []
    for place, value in enumerate(values):
        article = ArticleFactory(origin=origins[place] if origins else "")
        made.append(ClaimFactory(grant=grant, article=article, field="amount", stated_value=value, **fields))
    return made


def judged(made: list[Claim]) -> tuple[State, str]:
    state = state_of(made)
    return state, words_of(made, state)


def test_one_article_is_a_single_source() -> None:
    assert judged(claims("$1.6 million")) == (State.SINGLE, "1 source")


def test_two_statements_of_one_article_are_one_source() -> None:
    first = claims("$1.6 million")[0]
    second = ClaimFactory(grant=first.grant, article=first.article, field="amount", stated_value="$1.6m")
    assert judged([first, second]) == (State.SINGLE, "1 source")


def test_reports_of_one_origin_count_as_one() -> None:
    made = claims("$1.6 million", "$1.6 Million", origins=("signing", "signing"))
    assert judged(made) == (State.SINGLE, "2 reports of one announcement")


def test_reports_of_one_origin_that_are_printed_differently_say_so() -> None:
    made = claims("521", "621", origins=("seminar", "seminar"))
    assert judged(made) == (State.SINGLE, "2 reports of one announcement, printed differently")


def test_the_same_words_in_independent_sources_agree() -> None:
    assert judged(claims("$1.6 million", " $1.6  MILLION.")) == (State.AGREE, "2 sources agree")


def test_reports_are_told_apart_from_sources() -> None:
    made = claims("two years", "two years", "two years", origins=("launch", "launch", ""))
    assert judged(made) == (State.AGREE, "2 sources agree, in 3 reports")


@pytest.mark.parametrize("other", ["DKK 10 million", "$16 million", "$1.7 million"])
def test_other_words_are_never_called_agreement(other: str) -> None:
    assert judged(claims("$1.6 million", other)) == (State.SINGLE, "2 sources, printed differently")


def test_the_same_words_for_different_dates_are_not_agreement() -> None:
    made = claims("$1.6 million", "$1.6 million")
    made[1].as_of = "2023"
    assert judged(made) == (State.SINGLE, "2 sources, of different dates or parts")


def test_no_claim_is_no_source() -> None:
    assert state_of([]) == State.NONE


def test_a_page_reads_its_evidence_in_two_queries_however_much_there_is(django_assert_num_queries) -> None:
    programme = ProgrammeFactory()
    grants = [GrantFactory(programme=programme) for _ in range(3)]
    roles = [ParticipationFactory(programme=programme) for _ in range(3)]
    results = [StatisticFactory(programme=programme) for _ in range(3)]
    for grant, role, result in zip(grants, roles, results, strict=True):
        for _ in range(4):
            ClaimFactory(grant=grant, field="amount", stated_value="$1")
            ClaimFactory(participation=role, field="role", stated_value="partner")
            ClaimFactory(statistic=result, field="value", stated_value="521")
            ClaimFactory(programme=programme, field="start", stated_value="2015")
    with django_assert_num_queries(2):
        evidence = read([programme, *grants, *roles])
        assert len(evidence.fact(programme, "start").claims) == 12
        assert len(evidence.fact(grants[0], "amount").claims) == 4
        assert len(evidence.fact(results[0], "value").claims) == 4
        assert len([source.article.publisher for source in evidence.sources]) == 48


def test_without_a_programme_one_query_is_enough(django_assert_num_queries) -> None:
    funder = FunderFactory()
    ClaimFactory(funder=funder)
    with django_assert_num_queries(1):
        assert len(read([funder]).sources) == 1


def test_nothing_to_read_asks_nothing(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert read([]).sources == []


def test_the_text_of_an_article_is_never_read() -> None:
    claim = ClaimFactory(article=ArticleFactory(text="the full text"))
    article = read([claim.programme]).sources[0].article
    assert "text" in article.get_deferred_fields()


def test_drafts_are_no_evidence() -> None:
    programme = ProgrammeFactory()
    ClaimFactory(programme=programme, article=ArticleFactory(visibility="draft"))
    StatisticFactory(programme=programme, visibility="review")
    evidence = read([programme])
    assert (evidence.sources, list(evidence.results)) == ([], [])


def test_a_record_that_is_only_named_shows_who_names_it() -> None:
    grant = GrantFactory()
    ClaimFactory(grant=grant)
    fact = read([grant]).fact(grant, "amount")
    assert (fact.state, fact.words, len(fact.claims)) == (State.NONE, "1 source, wording not on record", 1)


def test_reports_of_one_event_stand_together_newest_first() -> None:
    programme = ProgrammeFactory()
    for slug, day, origin in [
        ("a", "2021-08-31", "signing"),
        ("b", "2024", ""),
        ("c", "2021-09-01", "signing"),
        ("d", "", ""),
    ]:
        ClaimFactory(programme=programme, article=ArticleFactory(slug=slug, published=day, origin=origin))
    origins = read([programme]).origins
    assert [[source.article.slug for source in origin.sources] for origin in origins] == [["b"], ["c", "a"], ["d"]]


def test_a_fact_carries_its_names_for_other_peoples_scripts() -> None:
    grant = GrantFactory(slug="dk-1", amount="1600000.50")
    ClaimFactory(grant=grant, field="amount", stated_value="$1.6 million")
    page = Template(
        '{% load evidence %}{% evidence_of grant as e %}<td {% fact_attributes e grant "amount" grant.amount %}>'
    ).render(Context({"grant": grant}))
    assert page == '<td data-subject="dk-1" data-fact="amount" data-state="single" data-value="1600000.5">'
