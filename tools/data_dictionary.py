"""Print docs/data-dictionary.md from the models: every column, what it is, public or sensitive.

`make dictionary` writes the file; a test fails when it is out of date.
"""

import os
import sys
from pathlib import Path

import django
from django.utils.text import capfirst

ROOT = Path(__file__).resolve().parent.parent
HEAD = """# Data dictionary

Every column of the register: what it is, and whether the public may read it. `public` columns may stand on a
page, in a file or in an interface; `sensitive` ones never leave staff pages. Made from the models and from
`programmes/privacy.py` and `articles/privacy.py` by `make dictionary`; a test fails where it is out of date.
Code lists and the sources of their definitions are in `fixtures/terms.csv`; `domain.md` says how it hangs together.
"""


def describe(field) -> str:  # a Django field, which has no useful static type here
    """A line on what the column holds: its help text, its codes, or what it points to."""
    if field.is_relation and field.related_model:
        many = "several of" if field.many_to_many else "one of"
        text = f"{many} {field.related_model.__name__}"
    elif field.choices and len(field.choices) <= 12:
        text = "; ".join(f"`{code}` {label}" for code, label in field.choices)
    else:
        text = capfirst(field.verbose_name)
    help_text = str(field.help_text).strip()
    return f"{text}. {help_text}".replace("|", "\\|") if help_text else text.replace("|", "\\|")


def type_of(field) -> str:
    """The field's type with its size."""
    name = type(field).__name__.removesuffix("Field")
    if getattr(field, "max_digits", None):
        return f"{name} {field.max_digits},{field.decimal_places}"
    return f"{name} {field.max_length}" if getattr(field, "max_length", None) else name


def table(model, public: set[str]) -> list[str]:
    """The section of one model."""
    summary = (model.__doc__ or "").strip().splitlines()[0]
    lines = [f"## {model.__name__}", "", summary, "", "| column | type | access | what it is |", "|---|---|---|---|"]
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        access = "public" if field.name in public else "sensitive"
        lines.append(f"| `{field.name}` | {type_of(field)} | {access} | {describe(field)} |")
    return [*lines, ""]


def dictionary() -> str:
    """The whole document."""
    from articles import privacy as evidence  # noqa: PLC0415 - needs Django set up
    from programmes import privacy as record  # noqa: PLC0415

    lines = [HEAD]
    for module in (record, evidence):
        for model, public in module.PUBLIC.items():
            lines += table(model, public)
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DEBUG", "true")
    django.setup()
    sys.stdout.write(dictionary())
