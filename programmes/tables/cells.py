"""Cells that a spreadsheet would run as a formula, made harmless and back again.

A cell that begins with one of `= + - @`, their full-width forms, TAB, CR, LF or NUL gets an
apostrophe before it; so does one that begins with apostrophes and then such a character, which
makes the way back exact: `plain_cell(safe_cell(text)) == text` for every text. Plain numbers,
negative ones included, stay numbers.
"""

import re

_LIVE = "=+\\-@＝＋－＠\t\r\n\x00"
_NEEDS = re.compile(f"'*[{_LIVE}]")
_HAS = re.compile(f"'+[{_LIVE}]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)


def safe_cell(text: str) -> str:
    """The text as a cell that no spreadsheet runs."""
    if _NEEDS.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def plain_cell(text: str) -> str:
    """The text behind a cell made harmless."""
    return text[1:] if _HAS.match(text) else text
