"""Admin of the evidence, for editors."""

from articles.admin import articles, claims, statistics

__all__ = ["articles", "claims", "statistics"]
