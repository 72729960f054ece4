"""The rows of a page of articles or statistics: the columns shown and one query for each relation."""

from collections.abc import Sequence

import pycountry

from articles.languages import LANGUAGES
from articles.models import Article, Claim, Statistic
from programmes.models import Programme
from programmes.rows import Row, in_order

# What an article bears on: the words for one and for several, and the paths there from a claim.
BEARS_ON = (
    ("programme", "programmes", ("programme_id", "grant__programme_id", "participation__programme_id")),
    ("figure", "figures", ("statistic_id",)),
    ("law or plan", "laws and plans", ("milestone_id",)),
    ("organisation", "organisations", ("funder_id", "agency_id")),
)
SHOWN = (
    *("slug", "label", "value", "value_min", "value_max", "as_printed", "is_censored", "measure", "unit"),
    *("indicator__label", "country__code", "country__name", "subdivision", "period", "period_basis", "authority"),
    *("programme_id", "source_count", "contested_count"),
)
PATHS = tuple(path for _, _, paths in BEARS_ON for path in paths)


def article_rows(ids: Sequence[int]) -> list[Row]:
    """Articles with what they bear on: two queries. Never the text."""
    columns = ("id", "slug", "title", "title_is_headline", "publisher", "published", "language", "origin")
    rows = in_order(ids, Article.objects.published().order_by().filter(pk__in=ids).values(*columns))
    subjects = subjects_of(ids)
    for row in rows:
        row["bears_on"] = bears_on(subjects[row["id"]])
        row["language_name"] = LANGUAGES.get(row["language"], row["language"])
    return rows


def subjects_of(ids: Sequence[int]) -> dict[int, dict[str, set[int]]]:
    """By article and path, the records that its public claims are about."""
    found: dict[int, dict[str, set[int]]] = {pk: {path: set() for path in PATHS} for pk in ids}
    claims = Claim.objects.published().order_by().filter(article__in=ids)
    for article, *subjects in claims.values_list("article_id", *PATHS).distinct():
        for path, subject in zip(PATHS, subjects, strict=True):
            if subject is not None:
                found[article][path].add(subject)
    return found


def count_subjects(subjects: dict[str, set[int]]) -> dict[str, int]:
    """How many records of each sort, each once. A body that pays and works counts in both its faces."""
    counts = {}
    for one, _, paths in BEARS_ON:
        both_faces = "funder_id" in paths
        found = [subjects[path] for path in paths]
        counts[one] = sum(map(len, found)) if both_faces else len(set().union(*found))
    return counts


def bears_on(subjects: dict[str, set[int]]) -> str:
    """ "2 programmes, 1 figure"."""
    counts = count_subjects(subjects)
    return ", ".join(
        f"{counts[one]} {one if counts[one] == 1 else several}" for one, several, _ in BEARS_ON if counts[one]
    )


def subdivision_name(code: str) -> str:
    """The name of an ISO 3166-2 subdivision, else its code."""
    known = pycountry.subdivisions.get(code=code) if code else None
    return known.name if known else code


def statistic_rows(ids: Sequence[int]) -> list[Row]:
    """Statistics with place, indicator and the programme that they are a result of: two queries."""
    # Counts of victims from 1 to 10 that are broken down or sub-national are to be banded here and in the files.
    found = Statistic.objects.published().order_by().filter(pk__in=ids)
    found = found.select_related("indicator", "country").only(*SHOWN)
    by_id = {statistic.pk: statistic for statistic in found}
    shown = [by_id[pk] for pk in ids if pk in by_id]
    results_of = {statistic.programme_id for statistic in shown if statistic.programme_id}
    programmes = {}
    if results_of:
        columns = ("pk", "slug", "title")
        rows = Programme.objects.published().order_by().filter(pk__in=results_of).values_list(*columns)
        programmes = {pk: {"slug": slug, "title": title} for pk, slug, title in rows}
    return [
        {
            "id": statistic.pk,
            "slug": statistic.slug,
            "value": statistic.printed_value,
            "number": statistic.value,
            "label": statistic.label,
            "unit": statistic.unit,
            "measure": statistic.measure,
            "measure_label": statistic.get_measure_display(),
            "indicator": statistic.indicator.label,
            "country": statistic.country,
            "subdivision": subdivision_name(statistic.subdivision),
            "period": statistic.period,
            "period_basis": statistic.period_basis,
            "authority": statistic.authority,
            "programme": programmes.get(statistic.programme_id),
            "source_count": statistic.source_count,
            "contested_count": statistic.contested_count,
        }
        for statistic in shown
    ]
