"""Every column is declared public or sensitive, and the data dictionary says so."""

import pytest
from django.apps import apps

from articles import privacy as evidence
from articles.models import Article
from programmes import privacy as record
from tests.conftest import ROOT
from tools.data_dictionary import dictionary

MODELS = [model for app in ("programmes", "articles") for model in apps.get_app_config(app).get_models()]
PUBLIC = record.PUBLIC | evidence.PUBLIC
SENSITIVE = record.SENSITIVE | evidence.SENSITIVE


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_is_public_or_sensitive_and_not_both(model):
    fields = {field.name for field in [*model._meta.concrete_fields, *model._meta.many_to_many]}
    assert PUBLIC[model] | SENSITIVE[model] == fields
    assert not PUBLIC[model] & SENSITIVE[model]


def test_the_full_text_of_an_article_is_sensitive():
    assert {"text", "text_hash"} <= SENSITIVE[Article]


def test_the_data_dictionary_is_up_to_date():
    written = (ROOT / "docs" / "data-dictionary.md").read_text()
    assert written == dictionary(), "run `make dictionary`"


def test_the_data_dictionary_names_every_field():
    written = (ROOT / "docs" / "data-dictionary.md").read_text()
    for model in MODELS:
        section = written.split(f"## {model.__name__}\n")[1].split("\n## ")[0]
        for field in model._meta.concrete_fields:
            assert f"| `{field.name}` |" in section
