"""Which columns of the evidence the public may read: every one is declared, or a test fails.

An article's full text is never public: it belongs to its publisher and may name people. Its hash
stays inside too, since a hash lets a stranger test whether we hold a given text.
"""

from django.db.models import Model

from articles.models import Article, Claim, Statistic
from programmes.privacy import EDITING, ROW

PUBLIC: dict[type[Model], set[str]] = {
    Article: {
        *("slug", "title", "title_is_headline", "publisher", "byline", "url", "language"),
        *("published", "published_earliest", "published_latest"),
        *("origin", "reliability", "summary", "updated_at"),
    },
    Statistic: {
        *("slug", "indicator", "label", "value", "value_min", "value_max", "is_censored", "as_printed", "measure"),
        *("unit", "country", "subdivision", "crime", "authority", "programme", "note"),
        *("period", "period_earliest", "period_latest", "period_basis"),
        *("source_count", "contested_count", "updated_at"),
    },
    Claim: {
        *("key", "article", "programme", "grant", "participation", "funder", "agency", "statistic", "milestone"),
        *("field", "stated_value", "as_of", "as_of_earliest", "as_of_latest", "scope", "reading"),
        *("fidelity", "locator", "preferred", "note", "low", "high", "currency", "agreement"),
    },
}

SENSITIVE: dict[type[Model], set[str]] = {
    Article: EDITING | {"text", "text_hash"},
    Statistic: EDITING,
    # Where in the full text a passage stands is of use only to those who may read it.
    Claim: ROW | {"passage_start", "passage_end"},
}
