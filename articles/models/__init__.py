"""The evidence: what was published, the figures given, and what each source claims."""

from articles.models.article import Article
from articles.models.claim import Claim
from articles.models.statistic import Statistic

__all__ = ["Article", "Claim", "Statistic"]
