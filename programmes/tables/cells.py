"""Cells that a spreadsheet would run as a formula, made harmless and back again.

Text that begins with one of `= + - @`, their full-width forms, TAB, CR, LF or NUL gets an apostrophe
before it; so does text that begins with apostrophes and then such a character, which makes the way
back exact: `plain_cell(safe_text(text)) == text` for every text.
"""

import re

LIVE = "=+-@\uff1d\uff0b\uff0d\uff20\t\r\n\0"
SUSPECT = frozenset(LIVE + "'")  # asked first: a file of everything has millions of cells
_NEEDS = re.compile(f"'*[{re.escape(LIVE)}]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)


def safe_text(text: str) -> str:
    """Text that no spreadsheet runs."""
    return f"'{text}" if text[:1] in SUSPECT and _NEEDS.match(text) else text


def safe_cell(text: str) -> str:
    """The same where cells hold numbers as text: plain numbers, negative ones included, stay numbers."""
    return text if _NUMBER.fullmatch(text) else safe_text(text)


def plain_cell(text: str) -> str:
    """The text behind a cell made harmless."""
    return text[1:] if text.startswith("'") and _NEEDS.match(text[1:]) else text
