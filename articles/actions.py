"""What writes to several rows of evidence, or from the evidence to the record, at once.

Actions are keyword-only and atomic. Those that a person asks for take `by=`, the user.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Model

from articles.models import Article, Claim, Statistic
from programmes.bulk import update_columns
from programmes.models import Agency, Funder, Grant, Milestone, Programme
from programmes.resources.after import Outcome
from programmes.resources.lookups import chunks

# The paths from a claim to each record that shows a number of sources. A programme's sources
# are those of the programme itself, of its grants and of its participations.
PATHS_TO_COUNTED: dict[type[Model], tuple[str, ...]] = {
    Programme: ("programme", "grant__programme", "participation__programme"),
    Funder: ("funder",),
    Agency: ("agency",),
    Statistic: ("statistic",),
    Milestone: ("milestone",),
}

# Where a record's visibility decides whether claims are public: the paths from those claims to it.
PATHS_TO_VISIBLE: dict[type[Model], tuple[str, ...]] = {
    Article: ("article",),
    Programme: ("programme", "grant__programme", "participation__programme", "statistic__programme"),
    Funder: ("funder", "grant__funder"),
    Agency: ("agency", "participation__agency"),
    Statistic: ("statistic",),
    Milestone: ("milestone",),
}
# Above this many claims, counting behind all records is quicker than behind those concerned.
MANY_CLAIMS = 5000


@transaction.atomic
def refresh_source_counts(*, claims: Iterable[Claim] | None = None) -> None:
    """Count the public articles behind the subjects of these claims (behind all if None)."""
    affected = None if claims is None else subjects_of(claims)
    for model, paths in PATHS_TO_COUNTED.items():
        ids = None if affected is None else affected.get(model, set())
        if ids != set():
            write_counts(model, count_sources(paths, ids), ids)


def subjects_of(claims: Iterable[Claim]) -> dict[type[Model], set[int]]:
    """Which counted records these claims bear on, by model."""
    affected: dict[type[Model], set[int]] = {}
    for claim in claims:
        pairs = (
            (Programme, claim.programme_id),
            (Programme, claim.grant.programme_id if claim.grant_id else None),
            (Programme, claim.participation.programme_id if claim.participation_id else None),
            (Funder, claim.funder_id),
            (Agency, claim.agency_id),
            (Statistic, claim.statistic_id),
            (Milestone, claim.milestone_id),
        )
        for model, pk in pairs:
            if pk is not None:
                affected.setdefault(model, set()).add(pk)
    return affected


def count_sources(paths: tuple[str, ...], ids: set[int] | None) -> dict[int, int]:
    """Number of distinct public articles by record id, along each of the paths."""
    sources: dict[int, set[int]] = {}
    for path in paths:
        kind = path.partition("__")[0]
        found = Claim.objects.published_on(kind).filter(**{f"{path}__isnull": False})
        if ids is not None:
            found = found.filter(**{f"{path}__in": ids})
        for record, article in found.order_by().values_list(f"{path}_id", "article_id").distinct():
            sources.setdefault(record, set()).add(article)
    return {record: len(articles) for record, articles in sources.items()}


def write_counts(model: type[Model], counts: dict[int, int], ids: set[int] | None) -> None:
    """Store `source_count` on the records whose number changed."""
    rows = model._default_manager.only("id", "source_count")
    if ids is not None:
        rows = rows.filter(id__in=ids)
    changed = []
    for row in rows:
        if row.source_count != counts.get(row.pk, 0):
            row.source_count = counts.get(row.pk, 0)
            changed.append(row)
    update_columns(changed, "source_count")


@transaction.atomic
def recount_around(*, record: Model) -> None:
    """Count sources anew wherever a record that was published or withdrawn shows or hides claims."""
    claims = [claim for path in PATHS_TO_VISIBLE[type(record)] for claim in claims_of(path, [record])]
    refresh_source_counts(claims=claims)


@transaction.atomic
def recount_after_import(*, outcomes: Iterable[Outcome]) -> None:
    """Count sources anew wherever an import may have changed their number."""
    claims: list[Claim] = []
    for outcome in outcomes:
        claims += claims_concerned(outcome)
    if claims:
        refresh_source_counts(claims=claims if len(claims) <= MANY_CLAIMS else None)


def claims_concerned(outcome: Outcome) -> list[Claim]:
    """The claims that an import wrote, or made public or not; and claims as they stood before."""
    changed = [instance for instance, _ in outcome.changed]
    if outcome.model is Claim:
        before = [Claim(**{f"{kind}_id": pk}) for kind, pk in outcome.before("subject")]
        return before + claims_of("pk", [*outcome.new, *changed])
    if outcome.model is Grant:
        before = [Claim(programme_id=pk) for pk in outcome.before("programme")]
        return before + claims_of("grant", outcome.changed_in("programme", "funder"))
    shown_or_hidden = outcome.changed_in("visibility", "programme")
    return [claim for path in PATHS_TO_VISIBLE.get(outcome.model, ()) for claim in claims_of(path, shown_or_hidden)]


def claims_of(path: str, records: Iterable[Model]) -> list[Claim]:
    """The claims that lead to these records along a path, with what tells their programmes."""
    rows = Claim.objects.select_related("grant", "participation").order_by()
    ids = [record.pk for record in records]
    return [claim for part in chunks(ids) for claim in rows.filter(**{f"{path}__in": part})]
