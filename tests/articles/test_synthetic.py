"""The made-up register has the shape it says, and its reckoned columns are what the actions reckon."""

import pytest
from django.core.management import CommandError, call_command

from articles.actions import refresh_source_counts
from articles.models import Article, Claim, Statistic
from programmes.actions import refresh_money
from programmes.models import Agency, Funder, Grant, Programme, Revision
from tests.factories import ProgrammeFactory

pytestmark = pytest.mark.django_db


def rows() -> list[tuple]:
    return list(Programme.objects.order_by("slug").values_list("slug", "start", "total_usd", "money_state"))


def test_each_programme_has_five_articles_and_ten_statistics():
    call_command("make_registry", programmes=30, verbosity=0)
    assert Programme.objects.count() == 30
    assert (Article.objects.count(), Statistic.objects.count()) == (150, 300)
    assert Claim.objects.filter(field="amount").exists()
    assert Revision.current().number == 1


def test_there_are_gaps_as_in_the_real_data():
    call_command("make_registry", programmes=200, verbosity=0)
    share = Grant.objects.filter(amount=None).count() / Grant.objects.count()
    assert 0.3 < share < 0.6
    assert Programme.objects.without_dates().exists()


def test_the_same_seed_makes_the_same_register():
    call_command("make_registry", programmes=12, verbosity=0)
    first = rows()
    Claim.objects.all().delete()
    for model in (Statistic, Article, Programme, Funder, Agency):
        model.objects.all().delete()
    call_command("make_registry", programmes=12, verbosity=0)
    assert rows() == first


def test_its_reckoned_columns_agree_with_the_actions():
    call_command("make_registry", programmes=40, verbosity=0)
    before = rows(), list(Programme.objects.order_by("slug").values_list("source_count", flat=True))
    refresh_money()
    refresh_source_counts()
    assert (rows(), list(Programme.objects.order_by("slug").values_list("source_count", flat=True))) == before


def test_it_never_mixes_with_a_real_register():
    ProgrammeFactory()
    with pytest.raises(CommandError, match="not empty"):
        call_command("make_registry", programmes=5, verbosity=0)


@pytest.mark.parametrize("number", [0, -1, 2_000_000])
def test_an_absurd_size_is_refused(number):
    with pytest.raises(CommandError, match="programmes"):
        call_command("make_registry", programmes=number, verbosity=0)
