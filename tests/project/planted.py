"""Hostile text in every column of the register that holds text, put there past all validation."""

from django.apps import apps
from django.core.cache import cache
from django.db import models

from articles.models import Claim
from programmes.actions import bump_revision
from programmes.models.fields import CurrencyField, PlainCharField, PlainTextField, WebAddressField

CODED = {"code", "usd_rate_source"}  # what addresses and constraints hang on


def text_columns(model: type[models.Model]) -> dict[str, int]:
    """The columns that hold words, with how much each holds."""
    words = (PlainCharField, PlainTextField)
    return {
        field.name: field.max_length or 5000
        for field in model._meta.concrete_fields
        if isinstance(field, words)
        and not isinstance(field, CurrencyField | WebAddressField)
        and field.name not in CODED
    }


def plant(text: str) -> None:
    """Write a text into every text column of every row, as a faulty script with its own connection might."""
    for app in ("programmes", "articles"):
        for model in apps.get_app_config(app).get_models():
            columns = text_columns(model)
            if model is Claim:
                columns.pop("stated_value")
                Claim.objects.exclude(field="mention").update(stated_value=text[:300])
            if columns:
                model._default_manager.update(**{name: text[:size] for name, size in columns.items()})
    cache.clear()
    bump_revision()
