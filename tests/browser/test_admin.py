"""An editor at work in the admin, in a real browser under the content policy."""

import pytest
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import Page, expect

from articles.models import Article, Claim
from programmes.models import Visibility
from tests.factories import ClaimFactory, FunderFactory, GrantFactory, ProgrammeFactory, StatisticFactory

KEPT = [model for model in admin.site._registry if model._meta.app_label in {"programmes", "articles"}]


def address(model: type, page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_lists_and_forms_keep_the_content_policy(model, page: Page, empty_register, sign_in):
    sign_in()
    ClaimFactory(grant=GrantFactory(programme=ProgrammeFactory(countries=["PK"], terms=["paradigm:PREV"])))
    StatisticFactory()
    for where in ("changelist", "add"):
        page.goto(address(model, where))
        expect(page.locator("#content")).to_be_visible()
    record = model._default_manager.first()
    if record is not None:
        page.goto(address(model, "change", record.pk))
        expect(page.locator("#content")).to_be_visible()


def test_an_article_is_added_by_hand_and_is_on_the_site(page: Page, empty_register, sign_in):
    funder = FunderFactory(name="Government of Denmark", slug="denmark")
    grant = GrantFactory(programme=ProgrammeFactory(title="Countering trafficking in Pakistan"), funder=funder)
    sign_in()
    page.goto(address(Article, "add"))
    page.fill("#id_title", "Denmark signs a grant")
    page.fill("#id_publisher", "The Daily Record")
    page.fill("#id_url", "https://news.example.org/denmark")
    page.fill("#id_published", "2021-08-31")
    page.select_option("#id_visibility", Visibility.PUBLISHED)
    page.locator("#claims-group .add-row a").click()
    page.locator("#claims-0 .select2-selection").click()
    page.locator(".select2-search__field").fill("denmark trafficking")
    page.locator(".select2-results__option", has_text="Grant:").click()
    page.select_option("#id_claims-0-field", "amount")
    page.fill("#id_claims-0-stated_value", "$1.6 million")
    page.fill("#id_claims-0-locator", "para 1")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator(".messagelist")).to_contain_text("was added successfully")
    claim = Claim.objects.get()
    assert (claim.grant, claim.stated_value) == (grant, "$1.6 million")
    assert claim.key == "the-daily-record-denmark-signs-a-grant--01"

    page.goto(claim.article.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_contain_text("Denmark signs a grant")
    expect(page.locator("main")).to_contain_text("$1.6 million")
    page.goto(grant.programme.get_absolute_url())
    expect(page.locator("main")).to_contain_text("The Daily Record")
