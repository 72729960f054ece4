"""Check constraints asked in memory answer as the database does."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from django.db import IntegrityError, models, transaction

from articles.registry import RESOURCES
from programmes.models import Grant, Participation, Programme
from programmes.resources import RegisterResource
from programmes.resources.constraints import Checks, compiled
from tests.registers import load_small_register


def test_every_check_constraint_is_understood_and_blames_a_column():
    for resource in (made() for made in RESOURCES):
        constraints = [c for c in resource.model._meta.constraints if isinstance(c, models.CheckConstraint)]
        assert len(resource.checks.tests) == len(constraints)
        for _, column, reason in resource.checks.tests:
            assert reason
            assert column in {*resource.by_name, ""}


def test_a_lookup_that_is_not_known_is_no_silent_pass():
    with pytest.raises(NotImplementedError):
        compiled(models.Q(title__regex="a"), Programme)
    with pytest.raises(NotImplementedError):
        compiled(models.Q(title="a") ^ models.Q(title="b"), Programme)


DAYS = [None, date(2020, 1, 1), date(2021, 1, 1)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "values"),
    [
        (
            Programme,
            {
                "start_earliest": DAYS,
                "start_latest": DAYS,
                "end_latest": DAYS,
                "end_basis": ["", "inferred", "guessed"],
                "end_reason": ["", "because"],
            },
        ),
        (Programme, {"duration_months": [None, 0, 1, 600, 601], "predecessor_id": [None, "itself"]}),
        (
            Grant,
            {
                "amount": [None, Decimal(0), Decimal(5), Decimal(10) ** 11 + 1],
                "currency": ["", "USD"],
                "amount_usd": [None, Decimal(5)],
                "usd_rate": [None, Decimal(1)],
                "part_of_id": [None, "itself"],
            },
        ),
        (Participation, {"basis": ["stated", "inferred", "x"], "reason": ["", "because"]}),
    ],
)
def test_the_answers_are_the_databases(model, values):
    load_small_register()
    instance = model.objects.order_by("pk").first()
    checks = Checks(model, {})
    for combination in product(*values.values()):
        chosen = {
            name: instance.pk if value == "itself" else value for name, value in zip(values, combination, strict=True)
        }
        for name, value in chosen.items():
            setattr(instance, name, value)
        try:
            with transaction.atomic():
                model.objects.filter(pk=instance.pk).update(**chosen)
                refused = False
                raise ZeroDivisionError  # back to the row as it was
        except IntegrityError:
            refused = True
        except ZeroDivisionError:
            pass
        assert bool(checks.broken_by(instance)) == refused, chosen


def test_resources_are_made_without_asking_the_database():
    assert all(isinstance(made(), RegisterResource) for made in RESOURCES)
