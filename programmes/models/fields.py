"""Field types of the register: uncertain dates, safe text, web addresses, currencies.

What a field refuses it refuses everywhere - admin, imports, commands, both databases - because
forms, imports and `full_clean` all ask the field's validators.
"""

from typing import Any
from urllib.parse import urlsplit

from django.core import checks
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator, RegexValidator, URLValidator
from django.db import models

from programmes import dates, money

no_nul = ProhibitNullCharactersValidator()

CONTROL_CHARACTERS = RegexValidator(
    r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]",
    "Control characters, half characters, byte order marks and direction overrides are not allowed.",
    code="control_characters",
    inverse_match=True,
)


def validate_uncertain_date(text: str) -> None:
    """Raise ValidationError in plain words if `text` is no date the register can place."""
    try:
        dates.parse(text)
    except ValueError as error:
        raise ValidationError(str(error), code="uncertain_date") from error


def validate_currency(code: str) -> None:
    """Raise ValidationError unless `code` is an ISO 4217 code (`XXX` included)."""
    try:
        money.validate_currency(code)
    except ValueError as error:
        raise ValidationError(str(error), code="currency") from error


def validate_http(address: str) -> None:
    """Raise ValidationError unless the address is http or https with a host."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError as error:
        raise ValidationError("This is not a web address.", code="invalid") from error
    if parts.scheme.lower() not in {"http", "https"} or not host:
        raise ValidationError("Only addresses that begin with http:// or https:// are allowed.", code="invalid")


def with_one_line_end(text: str) -> str:
    """Text with LF as its only line end: browsers send CRLF, and a dump must not tell who typed it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class PlainTextField(models.TextField):
    """Text without NUL, control characters or direction overrides; its lines end with LF."""

    default_validators = [no_nul, CONTROL_CHARACTERS]

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return with_one_line_end(text) if isinstance(text, str) else text


class PlainCharField(models.CharField):
    """One line of text without NUL, control characters or direction overrides."""

    default_validators = [no_nul, CONTROL_CHARACTERS]


class WebAddressField(PlainCharField):
    """An http or https address; `javascript:` and its like are refused."""

    default_validators = [no_nul, CONTROL_CHARACTERS, URLValidator(schemes=["http", "https"]), validate_http]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 500)
        super().__init__(*args, **kwargs)


class CurrencyField(PlainCharField):
    """ISO 4217 code; empty where there is no amount, `XXX` where the source names no currency."""

    default_validators = [no_nul, validate_currency]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 3)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)


class UncertainDateField(models.CharField):
    """A date, period or set of possible dates as Extended Date/Time Format (EDTF) text.

    Beside the text stand two date columns, `<name>_earliest` and `<name>_latest`, which the
    field fills itself at every save; filters and sorts use them. A bound that is not known or
    is open is null. `dates.py` says which forms are understood.
    """

    default_validators = [no_nul, validate_uncertain_date]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", dates.MAX_LENGTH)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        # A migration's historical model brings the two columns as fields of its own.
        if cls._meta.abstract or cls.__module__ == "__fake__":
            return
        for bound in ("earliest", "latest"):
            field = models.DateField(
                verbose_name=f"{self.verbose_name or name.replace('_', ' ')}, {bound} day",
                null=True,
                blank=True,
                editable=False,
                help_text=f"The {bound} day that the text allows; empty if not known or open.",
            )
            field.creation_counter = self.creation_counter
            cls.add_to_class(f"{name}_{bound}", field)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        text = super().pre_save(model_instance, add) or ""
        self.set_bounds(model_instance, text)
        return text

    def set_bounds(self, instance: models.Model, text: str) -> None:
        """Write both bound columns; raises ValidationError for text that is no date."""
        try:
            bounds = dates.parse(text)
        except ValueError as error:
            raise ValidationError({self.name: str(error)}) from error
        setattr(instance, f"{self.name}_earliest", bounds.earliest)
        setattr(instance, f"{self.name}_latest", bounds.latest)

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        errors = super().check(**kwargs)
        if self.null:
            errors.append(checks.Error("An uncertain date is '' when not stated, never null.", obj=self))
        return errors


def bounds_in_order(model: str, *names: str) -> list[models.CheckConstraint]:
    """One check constraint for each uncertain date: the earliest day is not after the latest."""
    return [
        models.CheckConstraint(
            condition=models.Q(**{f"{name}_earliest__isnull": True})
            | models.Q(**{f"{name}_latest__isnull": True})
            | models.Q(**{f"{name}_earliest__lte": models.F(f"{name}_latest")}),
            name=f"{model}_{name}_bounds_in_order",
            violation_error_message=f"The earliest day of {name} is after its latest.",
        )
        for name in names
    ]
