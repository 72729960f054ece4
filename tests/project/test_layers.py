"""The arrow config -> articles -> programmes, beyond what import-linter sees: names in text and lookups too."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.apps import apps

from tests.conftest import ROOT

SOURCES = sorted((ROOT / "programmes").rglob("*.py"))


def reverse_names() -> set[str]:
    """Names by which a programme's rows lead back to their evidence, such as `claims`."""
    names = set()
    for model in apps.get_app_config("articles").get_models():
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and field.related_model._meta.app_label == "programmes":
                names.add(field.remote_field.get_accessor_name())
    return names


REVERSE = reverse_names()
NAMED_APP = re.compile(r"\b(articles|config)\.\w")
LOOKUP = re.compile(rf"(^|__)({'|'.join(sorted(REVERSE))})__|__({'|'.join(sorted(REVERSE))})$")


def strings(tree: ast.AST) -> Iterator[str]:
    """Every text constant but the docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def breaches(source: str) -> list[str]:
    """What in a module of the record points at the evidence."""
    tree = ast.parse(source)
    found = [text for text in strings(tree) if NAMED_APP.search(text) or LOOKUP.search(text)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.split(".")[0] in {"articles", "config"}]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in {"articles", "config"}:
            found.append(node.module)
        elif isinstance(node, ast.keyword) and node.arg and LOOKUP.search(node.arg):
            found.append(node.arg)
        elif isinstance(node, ast.Attribute) and node.attr in REVERSE - {"results"}:
            found.append(f".{node.attr}")
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_record_does_not_know_its_evidence(path):
    assert breaches(path.read_text()) == []


@pytest.mark.parametrize(
    "line",
    [
        "from articles.models import Claim",
        "import config.settings",
        "models.ForeignKey('articles.Article')",
        "apps.get_model('articles.Claim')",
        "Programme.objects.filter(claims__isnull=False)",
        "Q(**{'grants__claims__article': 1})",
        "programme.claims.all()",
    ],
)
def test_each_way_round_the_arrow_is_noticed(line):
    assert breaches(line)


def test_the_names_that_lead_to_evidence_are_known():
    assert {"claims", "statistics", "results"} <= REVERSE
