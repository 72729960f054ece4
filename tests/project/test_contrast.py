"""Every pair of colours that meets on a page stands far enough apart, in light and in dark.

4.5:1 for text, 3:1 for marks and for the borders of what one can operate (WCAG 2.2, 1.4.3 and 1.4.11).
"""

import re

import pytest

from tests.conftest import ROOT

TOKENS = (ROOT / "static" / "css" / "tokens.css").read_text()
BLOCK = re.compile(r"(?P<selector>:root[^{}]*)\{(?P<body>[^{}]*)\}")
TOKEN = re.compile(r"--(?P<name>[a-z0-9-]+):\s*(?P<value>[^;]+);")
HEX = re.compile(r"#[0-9a-f]{6}")

SURFACES = ("paper", "raised", "wash", "accent-wash", "good-wash", "bad-wash")
TEXT = ("ink", "quiet", "accent", "accent-deep", "good", "bad")
CATEGORIES = tuple(f"cat-{number}" for number in range(1, 9))
PAIRS = [
    *[(text, surface, 4.5) for text in TEXT for surface in SURFACES],
    ("on-accent", "accent", 4.5),
    ("on-accent", "accent-deep", 4.5),
    *[("edge", surface, 3.0) for surface in SURFACES],
    *[("heavy", surface, 3.0) for surface in ("paper", "raised", "wash")],
    *[(category, surface, 3.0) for category in CATEGORIES for surface in ("paper", "raised", "wash")],
]


def blocks() -> dict[str, dict[str, str]]:
    """The colour tokens of each block of tokens.css: light, dark by the system, dark by choice."""
    found: dict[str, dict[str, str]] = {}
    css = re.sub(r"/\*.*?\*/", "", TOKENS, flags=re.DOTALL)
    for match in BLOCK.finditer(css):
        tokens = {token["name"]: token["value"] for token in TOKEN.finditer(match["body"])}
        if "paper" in tokens:
            found[" ".join(match["selector"].split())] = tokens
    return found


LIGHT = blocks()[":root"]
DARK_BY_SYSTEM = blocks()[':root:not([data-bs-theme="light"])']
DARK_BY_CHOICE = blocks()[':root[data-bs-theme="dark"]']


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS, ids=[f"{front} on {back}" for front, back, _ in PAIRS])
def test_pair_stands_apart(theme: str, front: str, back: str, least: float) -> None:
    tokens = LIGHT if theme == "light" else DARK_BY_CHOICE
    assert contrast(tokens[front], tokens[back]) >= least


def test_both_dark_blocks_are_the_same() -> None:
    assert DARK_BY_SYSTEM == DARK_BY_CHOICE


def test_every_light_colour_has_a_dark_one() -> None:
    colours = {name for name, value in LIGHT.items() if HEX.fullmatch(value)}
    assert colours
    assert colours <= set(DARK_BY_CHOICE)


def test_every_colour_is_in_a_pair() -> None:
    """A colour that is declared and not checked would slip through; rules between rows carry no meaning."""
    checked = {name for front, back, _ in PAIRS for name in (front, back)}
    colours = {name for name, value in LIGHT.items() if HEX.fullmatch(value)}
    assert colours - checked == {"rule"}


@pytest.mark.parametrize("name", ["fonts", "base", "layout", "components", "listing"])
def test_no_stylesheet_but_the_tokens_names_a_colour(name: str) -> None:
    css = (ROOT / "static" / "css" / f"{name}.css").read_text()
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", css)
