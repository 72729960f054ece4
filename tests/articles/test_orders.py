"""The order in which a list is first seen is one that an index has, on either database."""

import pytest
from django.db import connection

from articles.filters import ArticleFilter, StatisticFilter
from programmes.filters import ProgrammeFilter

pytestmark = pytest.mark.django_db

ORDERS = [
    (ProgrammeFilter, "-start"),
    (ProgrammeFilter, "-end"),
    (ProgrammeFilter, "-amount"),
    (ProgrammeFilter, "title"),
    (ArticleFilter, "-date"),
    (StatisticFilter, "-period"),
]


@pytest.mark.parametrize(("filterset", "order"), ORDERS)
def test_an_order_is_read_off_an_index(filterset, order):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # a few rows are sorted sooner than looked up
            cursor.execute("SET LOCAL enable_sort = off; SET LOCAL enable_seqscan = off")
    plan = filterset({"sort": order}).ordered.values_list("pk")[:25].explain()
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
