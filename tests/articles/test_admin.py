"""Admin as an editor uses it: every model's list and form, an article by hand, bad input named."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from articles.admin.subjects import subject_value
from articles.editors import EDITORS
from articles.models import Article, Claim
from programmes.models import Grant, Programme, Revision
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
    country,
    term,
)

pytestmark = pytest.mark.django_db

KEPT = [model for model in admin.site._registry if model._meta.app_label in {"programmes", "articles"}]


@pytest.fixture
def editor(django_user_model, client) -> Client:
    """A client signed in as a member of the editors' group."""
    user = django_user_model.objects.create_user("ed", password="long-enough-here", is_staff=True)
    user.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(user)
    return client


@pytest.fixture
def records() -> None:
    """A row of each kind, tied together."""
    programme = ProgrammeFactory(countries=["PK"], terms=["paradigm:PREV"], aligned_with=[MilestoneFactory()])
    grant = GrantFactory(programme=programme)
    ParticipationFactory(programme=programme)
    article = ArticleFactory()
    for subject in ({"grant": grant}, {"programme": programme}, {"statistic": StatisticFactory()}):
        ClaimFactory(article=article, **subject)


def admin_url(model: type, page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def management(prefix: str, total: int = 0, initial: int = 0) -> dict[str, object]:
    """What a form set of inlines wants to hear."""
    return {f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": initial}


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_lists_search_and_forms_answer_an_editor(model, editor, records):
    assert editor.get(admin_url(model, "changelist")).status_code == 200
    assert editor.get(admin_url(model, "changelist"), {"q": "iom 50% who's"}).status_code == 200
    assert editor.get(admin_url(model, "add")).status_code == 200
    record = model._default_manager.first()
    if record is not None:
        assert editor.get(admin_url(model, "change", record.pk)).status_code == 200


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
@pytest.mark.parametrize(
    "query", ["id__in=99999999999999999999999", "visibility__exact=\x00", "nosuch__field=1", "p=abc", "o=999.1", "e=1"]
)
def test_no_query_string_breaks_a_list(model, query, editor):
    assert editor.get(f"{admin_url(model, 'changelist')}?{query}").status_code < 500


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_a_stranger_and_staff_without_rights_see_nothing(model, client, django_user_model):
    assert client.get(admin_url(model, "changelist")).status_code == 302
    client.force_login(django_user_model.objects.create_user("staff", password="x" * 14, is_staff=True))
    assert client.get(admin_url(model, "changelist")).status_code == 403


def test_editors_may_not_touch_accounts(editor):
    labels = set(Permission.objects.filter(group__name=EDITORS).values_list("content_type__app_label", flat=True))
    assert labels == {"programmes", "articles"}
    assert editor.get(reverse("admin:auth_user_changelist")).status_code == 403


def article_form(**values: object) -> dict[str, object]:
    """What an editor's browser sends for a new article with one claim."""
    return {
        "title": "Grant signed",
        "title_is_headline": "on",
        "slug": "daily-grant-signed",
        "publisher": "The Daily Record",
        "url": "https://news.example.org/grant",
        "published": "2021-08-31",
        "language": "en",
        "visibility": "published",
        **management("claims", total=1),
        "claims-0-field": "amount",
        "claims-0-stated_value": "$1.6 million",
        "claims-0-fidelity": "verbatim",
        "claims-0-locator": "para 1",
        **values,
    }


def test_an_article_is_added_by_hand_with_its_claims_and_is_on_the_site(editor):
    grant = GrantFactory()
    before = Revision.current().number
    answer = editor.post(admin_url(Article, "add"), article_form(**{"claims-0-subject": subject_value("grant", grant)}))
    assert answer.status_code == 302, answer.context["errors"]
    claim = Claim.objects.get()
    assert (claim.grant, claim.stated_value, claim.key) == (grant, "$1.6 million", "daily-grant-signed--01")
    assert Programme.objects.get(pk=grant.programme_id).source_count == 1
    assert Revision.current().number > before


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"url": "javascript:alert(1)"}, "URL"),
        ({"published": "2021-02-31"}, "2021-02-31"),
        ({"title": "a\x00b"}, "Null characters are not allowed"),
        ({"claims-0-subject": "grant:999999"}, "Choose the record"),
        ({"claims-0-subject": ""}, "This field is required"),
        ({"claims-0-field": "title"}, "has no field"),
        ({"claims-0-stated_value": ""}, "say what the source prints"),
    ],
)
def test_bad_input_is_named_and_nothing_is_stored(values, words, editor):
    form = article_form(**{"claims-0-subject": subject_value("grant", GrantFactory())})
    answer = editor.post(admin_url(Article, "add"), form | values)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Article.objects.exists()


def test_what_a_browser_sends_is_kept_with_plain_line_ends(editor):
    form = article_form(
        **{"claims-0-subject": subject_value("grant", GrantFactory()), "summary": "One.\r\nTwo.\rThree."}
    )
    assert editor.post(admin_url(Article, "add"), form).status_code == 302
    assert Article.objects.get().summary == "One.\nTwo.\nThree."


def test_a_second_preferred_claim_is_refused_in_words(editor):
    held = ClaimFactory(grant=GrantFactory(), field="amount", stated_value="$1", preferred=True)
    form = article_form(**{"claims-0-subject": subject_value("grant", held.grant), "claims-0-preferred": "on"})
    answer = editor.post(admin_url(Article, "add"), form)
    assert answer.status_code == 200
    assert Article.objects.count() == 1


def programme_form(**values: object) -> dict[str, object]:
    return {
        "title": "New programme",
        "slug": "new-programme",
        "status": "active",
        "relevance": "main",
        "visibility": "published",
        "start": "2024-03",
        "start_basis": "stated",
        "countries": [country("PK").pk],
        "terms": [term("paradigm:PROT").pk],
        **management("grants", total=1),
        **management("participations", total=1),
        "grants-0-slug": "new-programme-denmark",
        "grants-0-funder": FunderFactory(slug="denmark").pk,
        "grants-0-amount": "2500000",
        "grants-0-currency": "USD",
        "grants-0-kind": "commitment",
        "participations-0-agency": AgencyFactory().pk,
        "participations-0-role": "lead",
        "participations-0-basis": "stated",
        **values,
    }


def test_a_programme_is_added_with_its_grants_and_roles(editor):
    answer = editor.post(admin_url(Programme, "add"), programme_form())
    assert answer.status_code == 302, answer.context["errors"]
    programme = Programme.objects.get()
    assert programme.total_usd == 2_500_000
    assert programme.participations.get().role == "lead"
    assert [c.code for c in programme.countries.all()] == ["PK"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"start": "2004-13"}, "2004-13"),
        ({"start": "2021-02-31"}, "2021-02-31"),
        ({"start_basis": "inferred"}, "needs its reason"),
        ({"grants-0-amount": "1e400"}, "grants-0-amount"),
        ({"grants-0-amount": "12345678901234567"}, "grants-0-amount"),
        ({"grants-0-amount": "-5"}, "grants-0-amount"),
        ({"grants-0-currency": "ZZZ"}, "not a currency code"),
        ({"grants-0-currency": ""}, "an amount has a currency"),
        ({"countries": [99999]}, "not one of the available choices"),
    ],
)
def test_bad_programme_input_is_named_and_nothing_is_stored(values, words, editor):
    answer = editor.post(admin_url(Programme, "add"), programme_form() | values)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Programme.objects.exists()
    assert not Grant.objects.exists()


def test_the_subject_list_finds_records_of_every_kind(editor, records):
    found = editor.get(reverse("admin:articles_claim_subjects"), {"term": ""}).json()["results"]
    kinds = {result["id"].split(":")[0] for result in found}
    assert kinds == {"programme", "grant", "participation", "funder", "agency", "statistic", "milestone"}
    assert editor.get(reverse("admin:articles_claim_subjects"), {"term": "a\x00' OR 1=1"}).status_code == 200


def test_the_subject_list_is_for_editors(client):
    assert client.get(reverse("admin:articles_claim_subjects")).status_code == 302


def test_publishing_in_bulk_counts_the_sources_again(editor):
    claim = ClaimFactory(programme=ProgrammeFactory(), article=ArticleFactory(visibility="draft"))
    assert Programme.objects.get().source_count == 0
    editor.post(admin_url(Article, "changelist"), {"action": "publish", "_selected_action": [claim.article_id]})
    assert Programme.objects.get().source_count == 1


@pytest.mark.parametrize("rows", [3, 30])
@pytest.mark.parametrize("model", [Article, Claim, Programme], ids=lambda model: model.__name__)
def test_lists_take_as_many_queries_for_thirty_rows_as_for_three(model, rows, editor, django_assert_max_num_queries):
    for _ in range(rows):
        grant = GrantFactory()
        ClaimFactory(grant=grant)
        ClaimFactory(statistic=StatisticFactory())
    with django_assert_max_num_queries(15):
        editor.get(admin_url(model, "changelist"))


def test_an_articles_page_reads_its_claims_in_few_queries(editor, django_assert_max_num_queries):
    article = ArticleFactory()
    for _ in range(25):
        ClaimFactory(article=article, grant=GrantFactory())
    with django_assert_max_num_queries(12):
        assert editor.get(admin_url(Article, "change", article.pk)).status_code == 200
