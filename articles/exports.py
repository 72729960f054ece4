"""The columns of the files of articles and statistics. A name here is public: other people's scripts read it."""

from collections.abc import Sequence

from articles.models import Article, Statistic
from articles.rows import count_subjects, subjects_of
from programmes.exports import FileTable, among
from programmes.rows import Row, in_order

ARTICLE_COLUMNS = (
    *("slug", "title", "title_is_headline", "publisher", "byline", "url", "published", "published_earliest"),
    *("published_latest", "language", "origin", "summary", "reliability"),
)
STATISTIC_COLUMNS = {
    "slug": "slug",
    "indicator": "indicator__code",
    "indicator_label": "indicator__label",
    "label": "label",
    "value": "value",
    "value_min": "value_min",
    "value_max": "value_max",
    "is_censored": "is_censored",
    "as_printed": "as_printed",
    "measure": "measure",
    "unit": "unit",
    "country": "country__code",
    "subdivision": "subdivision",
    "crime": "crime__code",
    "period": "period",
    "period_earliest": "period_earliest",
    "period_latest": "period_latest",
    "period_basis": "period_basis",
    "authority": "authority",
    "programme": "programme__slug",
    "note": "note",
    "sources": "source_count",
    "contested": "contested_count",
}


def read_articles(ids: Sequence[int]) -> list[Row]:
    """Articles of a chunk with the number of records that they bear on. Never the text."""
    rows = in_order(ids, Article.objects.published().order_by().filter(among(ids)).values("id", *ARTICLE_COLUMNS))
    subjects = subjects_of(ids)
    for row in rows:
        row |= count_subjects(subjects[row["id"]])
    return rows


def read_statistics(ids: Sequence[int]) -> list[Row]:
    """Statistics of a chunk: one query, for published() has seen to it that the programme is public."""
    # Counts of victims from 1 to 10 that are broken down or sub-national are to be banded here and on the page.
    found = Statistic.objects.published().order_by().filter(among(ids))
    return in_order(ids, found.values("id", *STATISTIC_COLUMNS.values()))


ARTICLES = FileTable(
    "articles",
    read_articles,
    {
        **{name: name for name in ARTICLE_COLUMNS},
        "programmes": "programme",
        "statistics": "figure",
        "laws_and_plans": "law or plan",
    },
)
STATISTICS = FileTable("statistics", read_statistics, STATISTIC_COLUMNS)
