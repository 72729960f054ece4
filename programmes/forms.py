"""Forms of the public pages that are no filters of a list."""

import re

from django import forms
from django.db.models import Q

from programmes.models import Programme

MOST_COMPARED = 4
MOST_READ = 20  # values of `p` that are looked at; an address can hold thousands
SLUG = re.compile(r"[-a-zA-Z0-9_]{1,100}")
LONGEST_TITLE = 300


class ComparedForm(forms.Form):
    """Which programmes to set side by side: slugs, or titles typed in full, as `p` repeated.

    What cannot be meant is named in `problems` and the rest is compared: `chosen`, slugs in the order asked for.
    """

    def __init__(self, values: list[str]) -> None:
        super().__init__({"p": values})
        self.values = list(dict.fromkeys(value.strip() for value in values[:MOST_READ] if value.strip()))
        self.problems: list[str] = []
        self.chosen: list[str] = []

    def clean(self) -> dict[str, list[str]]:
        readable = [value for value in self.values if self.is_readable(value)]
        meant = slugs_meant(readable) if readable else {}
        self.problems += [f"“{value}” is not a programme of this register." for value in readable if value not in meant]
        chosen = list(dict.fromkeys(meant[value] for value in readable if value in meant))
        if len(chosen) > MOST_COMPARED:
            self.problems.append(f"{len(chosen)} programmes were asked for; these are the first {MOST_COMPARED}.")
        self.chosen = chosen[:MOST_COMPARED]
        return {"p": self.chosen}

    def is_readable(self, value: str) -> bool:
        """Whether the database can be asked about it; a NUL or a novel is named and left out."""
        if "\x00" in value:
            self.problems.append("A name with a NUL character in it is no programme.")
        elif len(value) > LONGEST_TITLE or not value.isprintable():
            self.problems.append("One of the names is too long, or holds characters that no name has.")
        else:
            return True
        return False


def slugs_meant(values: list[str]) -> dict[str, str]:
    """The slug of the published programme that each value names; a title that two share names none."""
    slugs = [value for value in values if SLUG.fullmatch(value)]
    found = Programme.objects.published().filter(Q(slug__in=slugs) | Q(title__in=values))
    pairs = list(found.values_list("slug", "title"))
    titles = [title for _, title in pairs]
    return {title: slug for slug, title in pairs if titles.count(title) == 1} | {slug: slug for slug, _ in pairs}
