"""The lists of the evidence: articles and statistics."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from articles import exports, rows
from articles.filters import ArticleFilter, StatisticFilter
from programmes.conditional import conditional
from programmes.listing.notes import undated_notes
from programmes.lists import ListPage

ARTICLES = ListPage(
    ArticleFilter,
    rows.article_rows,
    exports.ARTICLES,
    ("article", "articles"),
    "articles/article_list.html",
    "articles/_article_listing.html",
    undated_notes,
)
STATISTICS = ListPage(
    StatisticFilter,
    rows.statistic_rows,
    exports.STATISTICS,
    ("statistic", "statistics"),
    "articles/statistic_list.html",
    "articles/_statistic_listing.html",
    undated_notes,
)


@require_safe
@conditional
def article_list(request: HttpRequest) -> HttpResponseBase:
    """What was published, newest first."""
    return ARTICLES.answer(request)


@require_safe
@conditional
def statistic_list(request: HttpRequest) -> HttpResponseBase:
    """Numbers that someone gives for a thing counted in a place over a period."""
    return STATISTICS.answer(request)
