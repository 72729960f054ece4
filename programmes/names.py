"""Names of organisations: which spellings are one name, and which name a text means.

"IOM", "International Organization for Migration" and "International Organisation for Migration" are one agency. A text
means an organisation only if it is its slug, its acronym, or, after folding, its name or one of its aliases. What is
merely close is suggested to a person and never taken: "International Labour Organization" scores 84 of 100 against IOM.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

SUGGEST_FROM = 80  # of 100
# rapidfuzz gives 85 to any two long names that share one common word; these must also be alike as wholes.
ALIKE_FROM = 60
MAX_SUGGEST_LENGTH = 300
# Shorter words are too easily found inside longer ones: "com" in "Commission".
MIN_PARTIAL_LENGTH = 6
MAX_ACRONYM_LENGTH = 6

# Letters that Unicode does not take apart into a plain letter and an accent.
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´"))

# American or variant spelling -> the one that is kept. Whole words only, so that no other name changes.
_SPELLINGS = {
    "labor": "labour",
    "laborer": "labourer",
    "laborers": "labourers",
    "program": "programme",
    "programs": "programmes",
    "center": "centre",
    "centers": "centres",
    "defense": "defence",
    "license": "licence",
    "licensing": "licencing",
    "color": "colour",
    "harbor": "harbour",
    "honor": "honour",
    "favor": "favour",
    "behavior": "behaviour",
    "neighbor": "neighbour",
    "neighbors": "neighbours",
    "neighborhood": "neighbourhood",
    "counseling": "counselling",
    "counselor": "counsellor",
    "counselors": "counsellors",
    "traveler": "traveller",
    "travelers": "travellers",
    "pediatric": "paediatric",
    "judgment": "judgement",
    "theater": "theatre",
    "catalog": "catalogue",
    "dialog": "dialogue",
    "interagency": "inter agency",
    "subregion": "sub region",
    "subregional": "sub regional",
    "cooperation": "co operation",
    "cooperative": "co operative",
    "coordination": "co ordination",
    "coordinating": "co ordinating",
    "coordinator": "co ordinator",
    "antitrafficking": "anti trafficking",
    "countertrafficking": "counter trafficking",
}
# organise -> organize, analysing -> analyzing. Both sides of a comparison go through it, so that "exercise", which has
# one spelling only, comes to no harm. Only these endings: Zia is not Sia.
_IZE = re.compile(r"(?<=[a-z]{2})([iy])s(e|ed|er|ers|es|ing|ation|ations|ational)\b")
_LEADING_THE = re.compile(r"^(?:the )+(?=.)")
_SINGLE_LETTERS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_ACRONYM_MARKS = re.compile(r"[./\-–&'’]")


class Ambiguous(ValueError):  # noqa: N818 - it says what the name is
    """A text that more than one organisation answers to; `slugs` says which."""

    def __init__(self, text: str, slugs: Iterable[str]) -> None:
        self.text = text
        self.slugs = tuple(sorted(slugs))
        super().__init__(f'"{text}" could be any of: {", ".join(self.slugs)}. Use the slug.')


@dataclass(frozen=True, slots=True)
class Entry:
    """An organisation as the resolver needs it: its slug and all it is called."""

    slug: str
    name: str
    acronym: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An organisation whose name is close to a text: its slug and name, and rapidfuzz's score, 80 to 100."""

    slug: str
    name: str
    score: float


def split_aliases(text: str) -> tuple[str, ...]:
    """Return the aliases in a field that joins them by ';', in their order, without empty ones."""
    return tuple(alias for alias in (part.strip() for part in text.split(";")) if alias)


# Folding


def fold(text: str) -> str:
    """Return the form that all spellings of one name share; '' if there is no letter or digit in it.

    Case, accents, punctuation, a leading "the", "&" for "and", s or z and British or American spelling make no
    difference. A text that is nothing but an acronym keeps its case: "US" is not "us". Folding twice changes nothing.
    """
    return acronym_key(text) if _is_acronym(text) else _fold_words(text)


def acronym_key(text: str) -> str:
    """Return an acronym without accents, dots, strokes and hyphens, in its own case: "U.S." is "US", "J/TIP" "JTIP"."""
    return " ".join(_plain_letters(_ACRONYM_MARKS.sub("", _without_accents(text))).split())


def _is_acronym(text: str) -> bool:
    """Whether text is one short word with two capitals or more: IOM, CoE, J/TIP; not Sida, MTV Europe or PAKISTAN."""
    key = acronym_key(text)
    return len(key) <= MAX_ACRONYM_LENGTH and " " not in key and sum(map(str.isupper, key)) >= 2


def _fold_words(text: str) -> str:
    text = _SINGLE_LETTERS.sub(lambda letters: letters[0].replace(".", ""), _without_accents(text))
    text = _without_accents(text.casefold()).translate(_LETTERS).translate(_APOSTROPHES).replace("&", " and ")
    words = " ".join(_SPELLINGS.get(word, word) for word in _plain_letters(text).split())
    return _LEADING_THE.sub("", _IZE.sub(r"\1z\2", words))


def _without_accents(text: str) -> str:
    """Drop the accents of Latin letters only: in other scripts such marks are vowels, and a name would change."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in parts if not "\u0300" <= letter <= "\u036f")


def _plain_letters(text: str) -> str:
    """Put a space for all that is no letter, number or mark."""
    return "".join(letter if unicodedata.category(letter)[0] in "LNM" else " " for letter in text)


# Resolving


class Resolver:
    """Finds the organisation that a text names, among those it was made from."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._names: dict[str, str] = {}
        self._acronyms: dict[str, set[str]] = {}
        self._folded: dict[str, set[str]] = {}
        for entry in entries:
            self._names[entry.slug] = entry.name
            if entry.acronym:
                self._index(self._acronyms, acronym_key(entry.acronym), entry.slug)
            for name in (entry.name, *entry.aliases):
                if _is_acronym(name):
                    self._index(self._acronyms, acronym_key(name), entry.slug)
                else:
                    self._index(self._folded, _fold_words(name), entry.slug)

    @staticmethod
    def _index(index: dict[str, set[str]], key: str, slug: str) -> None:
        if key:
            index.setdefault(key, set()).add(slug)

    def resolve(self, text: str) -> str | None:
        """Return the slug of the one organisation that a text names, or None; raises `Ambiguous` if there are several.

        A slug, written as it is, goes before names.
        """
        text = text.strip()
        if text in self._names:
            return text
        slugs = set(self._acronyms.get(acronym_key(text), ()))
        if not _is_acronym(text):
            slugs.update(self._folded.get(_fold_words(text), ()))
        if len(slugs) > 1:
            raise Ambiguous(text, slugs)
        return next(iter(slugs), None)

    def suggest(self, text: str, limit: int = 3) -> list[Suggestion]:
        """Return organisations whose name, alias or acronym is close to a text, the most alike as a whole first.

        For a person to choose from; a high score is no proof.
        """
        wanted = _fold_words(text[:MAX_SUGGEST_LENGTH])
        if not wanted:
            return []
        best: dict[str, tuple[float, float]] = {}
        for index in (self._folded, self._acronyms):
            for key, slugs in index.items():
                closeness = _closeness(wanted, key.casefold())
                if closeness is None:
                    continue
                for slug in slugs:
                    best[slug] = max(closeness, best.get(slug, closeness))
        ranked = sorted(best.items(), key=lambda item: (*(-part for part in item[1]), item[0]))
        return [Suggestion(slug, self._names[slug], score) for slug, (_, score) in ranked[:limit]]


def _closeness(first: str, second: str) -> tuple[float, float] | None:
    """Return how alike two folded names are as wholes, and rapidfuzz's score; None if that is too little to suggest."""
    alike = max(fuzz.ratio(first, second), fuzz.token_sort_ratio(first, second))
    if min(len(first), len(second)) < MIN_PARTIAL_LENGTH:
        return (alike, alike) if alike >= SUGGEST_FROM else None
    score = fuzz.WRatio(first, second)
    shorter, longer = sorted((set(first.split()), set(second.split())), key=len)
    return (alike, score) if score >= SUGGEST_FROM and (alike >= ALIKE_FROM or shorter <= longer) else None
