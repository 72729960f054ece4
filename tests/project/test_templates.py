"""Rules that every template keeps."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
COMPONENTS = sorted((ROOT / "templates" / "_components").glob("*.html"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT / "templates").as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_style_or_script_stands_in_the_page(path: Path) -> None:
    """The content policy would refuse them, and silently so where no browser test looks."""
    text = path.read_text()
    assert not re.search(r"<style\b|\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    for tag in re.findall(r"<script\b[^>]*>", text):
        assert " src=" in tag or 'type="application/json"' in tag


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_text_is_trusted_and_no_attribute_is_code(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\|\s*safe(seq)?\b|autoescape\s+off|javascript:|\shx-(on|vars)\b|\ssrcdoc\b", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_nothing_comes_from_another_host(path: Path) -> None:
    assert not re.search(r"(?:src|srcset|action|data)\s*=\s*[\"'](?:https?:)?//", path.read_text())
    assert not re.search(r"<link\b[^>]*href=[\"'](?:https?:)?//", path.read_text())


@pytest.mark.parametrize("path", COMPONENTS, ids=name_of)
def test_a_component_says_what_it_takes(path: Path) -> None:
    text = path.read_text()
    assert text.startswith("{% comment %}")
    head = text.partition("{% endcomment %}")[0]
    assert "Takes" in head
