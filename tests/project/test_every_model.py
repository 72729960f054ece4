"""A model is known in each of the places where every model has to be."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import Model

from articles.registry import RESOURCES
from programmes.admin.jobs import needs_of
from programmes.models import ImportJob, Revision
from tests import factories

# The register's own book-keeping: no file holds it.
OWN = {ImportJob, Revision}
MODELS = [
    model for app in ("programmes", "articles") for model in apps.get_app_config(app).get_models() if model not in OWN
]
FILES = [made().model for made in RESOURCES]


def test_every_model_is_one_file_of_the_register():
    assert sorted(FILES, key=str) == sorted(MODELS, key=str)


@pytest.mark.parametrize("model", MODELS)
def test_a_file_is_loaded_after_those_that_it_refers_to(model):
    needed = needs_of(model, set(MODELS))
    assert all(FILES.index(other) < FILES.index(model) for other in needed)


@pytest.mark.parametrize("model", MODELS)
def test_every_model_can_be_imported_in_the_admin_as_it_is_loaded(model):
    assert admin.site._registry[model].resource_class in RESOURCES
    assert admin.site._registry[model].resource_class().model is model


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS)
def test_every_write_to_a_public_row_raises_the_data_version(model: type[Model]):
    row = getattr(factories, f"{model.__name__}Factory")()
    numbers = [Revision.current().number]
    row.save()
    numbers.append(Revision.current().number)
    row.delete()
    numbers.append(Revision.current().number)
    assert numbers == sorted(set(numbers))
