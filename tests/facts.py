"""What a page says in its markup: an element that shows a fact carries data-subject, -fact, -state and -value."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[tuple[str, str], tuple[str, str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if "data-fact" in values:
            key = values.get("data-subject") or "", values["data-fact"] or ""
            self.found.setdefault(key, (values.get("data-state") or "", values.get("data-value") or ""))


def facts_of(html: str) -> dict[tuple[str, str], tuple[str, str]]:
    """(state, value) of each fact of a page by (subject, fact), as it stands first."""
    reader = _Reader()
    reader.feed(html)
    return reader.found
