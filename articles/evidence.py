"""What the sources say about the records of one page: read at once, kept by record and field.

A page hands over its records; `read` answers in at most two queries, however many records,
claims and articles there are: one for the statistics that are results of a programme on the page,
one for all claims with their articles. Only published evidence is read, and never an article's text.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import reduce
from operator import or_

from django.db.models import F, Model, Q

from articles.models import Article, Claim, Statistic
from articles.models.claim import MENTION, NOTE, SUBJECTS
from programmes.models import Programme


class State(StrEnum):
    """How the sources of one fact stand to each other (`data-state` in the markup)."""

    AGREE = "agree"
    DIFFER = "differ"
    SINGLE = "single"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Fact:
    """The statements behind one fact of a page."""

    state: State
    words: str
    claims: Sequence[Claim] = ()


@dataclass(slots=True)
class Source:
    """One article that bears on the page, with what it says there."""

    article: Article
    claims: list[Claim] = field(default_factory=list)

    @property
    def statements(self) -> int:
        """How many of its claims state a value; a mention states none."""
        return sum(claim.field != MENTION for claim in self.claims)


@dataclass(frozen=True, slots=True)
class Origin:
    """Articles that report one event or release, and so count as one voice; or one article alone."""

    name: str
    sources: Sequence[Source]


class Evidence:
    """The published claims on the records of a page, and the figures that are results of them."""

    def __init__(self, claims: Iterable[Claim], results: Sequence[Statistic] = ()) -> None:
        self.results = results
        self._by_fact: dict[tuple[str, int, str], list[Claim]] = {}
        self._sources: dict[int, Source] = {}
        for claim in claims:
            kind = claim.subject_kind
            self._by_fact.setdefault((kind, getattr(claim, f"{kind}_id"), claim.field), []).append(claim)
            self._sources.setdefault(claim.article_id, Source(claim.article)).claims.append(claim)

    def claims_on(self, record: Model, *fields: str) -> list[Claim]:
        """The claims on these fields of a record, earliest publication first."""
        kind = KIND_OF[type(record)]
        return [claim for name in fields for claim in self._by_fact.get((kind, record.pk, name), ())]

    def fact(self, record: Model, *fields: str) -> Fact:
        """The statements on these fields of a record, which together make one fact of the page.

        Where nothing was copied for the field, a grant, role, law or figure shows the articles that
        it was taken from; a programme has too many of those for that to say anything.
        """
        claims = self.claims_on(record, *fields)
        if claims:
            state = state_of(claims)
            return Fact(state, words_of(claims, state), claims)
        mentions = [] if isinstance(record, Programme) else self.claims_on(record, MENTION)
        return Fact(State.NONE, mention_words(mentions), mentions)

    def notes(self, record: Model) -> list[Claim]:
        """Statements that have no field of their own."""
        return self.claims_on(record, NOTE)

    @property
    def sources(self) -> list[Source]:
        """The articles that bear on the page, newest first, undated last."""
        return sorted(self._sources.values(), key=_newest_first)

    @property
    def origins(self) -> list[Origin]:
        """The same articles, the reports of one event or release together."""
        groups: dict[str, list[Source]] = {}
        for source in self.sources:
            groups.setdefault(voice_of(source.article), []).append(source)
        return [Origin(sources[0].article.origin, sources) for sources in groups.values()]

    def sources_for(self, claims: Iterable[Claim]) -> list[Source]:
        """The articles of these claims, oldest first, undated last: for a list of references."""
        wanted = {claim.article_id for claim in claims}
        found = [source for source in self._sources.values() if source.article.pk in wanted]
        return sorted(found, key=_oldest_first)


KIND_OF: dict[type[Model], str] = {model: kind for kind, model in SUBJECTS.items()}


def read(records: Iterable[Model]) -> Evidence:
    """Read the published evidence on these records, and on the results of the programmes among them."""
    ids: dict[str, set[int]] = {}
    for record in records:
        ids.setdefault(KIND_OF[type(record)], set()).add(record.pk)
    results: list[Statistic] = []
    if ids.get("programme"):
        results = list(
            Statistic.objects.published()
            .filter(programme__in=ids["programme"])
            .select_related("indicator", "country")
            .order_by("indicator__position", "label", "period_earliest", "id")
        )
        ids.setdefault("statistic", set()).update(statistic.pk for statistic in results)
    return Evidence(_claims(ids), results)


def _claims(ids: dict[str, set[int]]) -> Iterable[Claim]:
    bearing = {kind: Q(**{f"{kind}__in": sorted(chosen)}) for kind, chosen in ids.items() if chosen}
    if not bearing:
        return ()
    return (
        Claim.objects.published_on(*bearing)
        .filter(reduce(or_, bearing.values()))
        .select_related("article")
        .defer("article__text")
        .order_by(F("article__published_earliest").asc(nulls_last=True), "key")
    )


def subject_of(record: Model) -> str:
    """The slug that names a record in the markup; a role has none, so its natural key stands in."""
    return getattr(record, "slug", None) or str(getattr(record, "key", ""))


def voice_of(article: Article) -> str:
    """What tells independent sources apart: their origin if they have one, else the article itself."""
    return f"origin {article.origin}" if article.origin else f"article {article.pk}"


def state_of(claims: Sequence[Claim]) -> State:
    """How the sources of one fact stand to each other, as far as that is certain without weighing numbers.

    No claim: `none`. One article, or several reports of one origin: `single`, for they are one voice.
    Several voices `agree` only if all print the same words for the same day and scope. Words that are
    not the same may still mean the same ("$1.6 million", "DKK 10 million") or not (521, 621); that takes
    the rules of precision, so they stay `single` here: not corroborated, not contested. `words_of` says
    "printed differently", and nothing on a page calls it agreement.
    """
    if not claims:
        return State.NONE
    voices = {voice_of(claim.article) for claim in claims}
    if len(voices) > 1 and len({_comparable(claim) for claim in claims}) == 1:
        return State.AGREE
    return State.SINGLE


def words_of(claims: Sequence[Claim], state: State) -> str:
    """The words of a source mark: how many articles, and what they are to each other."""
    articles = len({claim.article_id for claim in claims})
    voices = len({voice_of(claim.article) for claim in claims})
    if state == State.DIFFER:
        return "sources differ"
    if articles == 1:
        return "1 source"
    remark = unlikeness(claims)
    if voices == 1:
        return f"{articles} reports of one announcement{remark}"
    reports = f", in {articles} reports" if articles > voices else ""
    return f"{voices} sources{' agree' if state == State.AGREE else ''}{reports}{remark}"


def unlikeness(claims: Sequence[Claim]) -> str:
    """What several statements visibly do not share; whether they contradict each other is not said."""
    statements = {_comparable(claim) for claim in claims}
    if len({text for text, _, _ in statements}) > 1:
        return ", printed differently"
    return ", of different dates or parts" if len(statements) > 1 else ""


def mention_words(claims: Sequence[Claim]) -> str:
    """The words of a mark that can only name the articles, for want of a copied statement."""
    articles = len({claim.article_id for claim in claims})
    if not articles:
        return "no statement on record"
    return f"{articles} source{'' if articles == 1 else 's'}, wording not on record"


def _comparable(claim: Claim) -> tuple[str, str, str]:
    """The printed value without case, accents of layout and outer punctuation, with its day and scope.

    Points and signs inside stay: without them "$1.6 million" would be "$16 million".
    """
    text = unicodedata.normalize("NFKC", claim.stated_value).casefold()
    return " ".join(text.split()).strip(" .,;:'\"“”‘’"), claim.as_of, claim.scope


def _oldest_first(source: Source) -> tuple[bool, int, str]:
    day = source.article.published_earliest
    return day is None, day.toordinal() if day else 0, source.article.slug


def _newest_first(source: Source) -> tuple[bool, int, str]:
    day = source.article.published_latest
    return day is None, -day.toordinal() if day else 0, source.article.slug
