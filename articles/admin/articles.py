"""Admin of articles: an editor can add one entirely by hand, with all that it states."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from articles.admin.claims import ClaimInline
from articles.models import Article
from articles.resources import ArticleResource
from programmes.admin.base import PublishingAdmin


@admin.register(Article)
class ArticleAdmin(PublishingAdmin):
    """Publications, with their claims."""

    resource_class = ArticleResource
    list_display = ["title", "publisher", "published", "language", "claim_total", "visibility"]
    list_filter = ["visibility", "language", ("origin", admin.EmptyFieldListFilter)]
    search_fields = ["title", "publisher", "slug", "url", "origin"]
    search_help_text = "Title, publisher, address or origin."
    prepopulated_fields = {"slug": ["publisher", "title"]}
    inlines = [ClaimInline]
    fieldsets = [
        (None, {"fields": ["title", "title_is_headline", "slug", ("publisher", "byline"), "url"]}),
        ("When and what", {"fields": [("published", "language"), "summary", "origin", "reliability", "visibility"]}),
        (
            "Full text - staff only",
            {
                "classes": ["collapse"],
                "description": "Never shown to the public, exported or searched by it.",
                "fields": ["text"],
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        found = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name.endswith("_changelist"):
            found = found.defer("text").annotate(claim_total=Count("claims"))
        return found

    @admin.display(description="claims", ordering="claim_total")
    def claim_total(self, article: Article) -> int:
        return article.claim_total
