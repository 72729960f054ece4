"""The page of one article: what it is, where to read it, and what it says about which record."""

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles.evidence import subject_of
from articles.languages import LANGUAGES
from articles.models import Article, Claim, Statistic
from articles.models.claim import SUBJECTS
from programmes.conditional import conditional

SIBLINGS_SHOWN = 50
KIND_WORDS = {
    "programme": "Programme",
    "grant": "Grant",
    "participation": "Role",
    "funder": "Funder",
    "agency": "Agency",
    "statistic": "Figure",
    "milestone": "Law, plan or system",
}


@conditional
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One article in our words; its full text stays with its publisher."""
    article = get_object_or_404(Article.objects.published().defer("text"), slug=slug)
    claims = list(claims_of(article))
    context = {
        "article": article,
        "language": LANGUAGES.get(article.language, article.language),
        "subjects": by_subject(claims),
        "statements": sum(bool(claim.stated_value) for claim in claims),
        "siblings": siblings_of(article),
        "address": request.build_absolute_uri(article.get_absolute_url()),
    }
    return render(request, "articles/article_detail.html", context)


def claims_of(article: Article) -> "list[Claim]":
    """Its published claims with the records that they are about, in the order of the text."""
    beyond = ["grant__programme", "grant__funder", "participation__programme", "participation__agency"]
    return Claim.objects.published().filter(article=article).select_related(*SUBJECTS, *beyond).order_by("key")


def siblings_of(article: Article) -> list[Article]:
    """The other published reports of the same event or release."""
    if not article.origin:
        return []
    found = Article.objects.published().filter(origin=article.origin).exclude(pk=article.pk).defer("text")
    return list(found.order_by("published_earliest", "slug")[:SIBLINGS_SHOWN])


def by_subject(claims: list[Claim]) -> list[dict[str, object]]:
    """The claims record by record, in the order in which the article first speaks of each."""
    groups: dict[tuple[str, int], dict[str, object]] = {}
    for claim in claims:
        record = claim.subject
        group = {"kind": KIND_WORDS[claim.subject_kind], "slug": subject_of(record), "claims": [], **name_of(record)}
        groups.setdefault((claim.subject_kind, record.pk), group)["claims"].append(claim)
    return list(groups.values())


def name_of(record: Model) -> dict[str, str]:
    """What to call a record, and where its page is: for a grant or a role the programme's."""
    if isinstance(record, Statistic):  # "one names" would be no English
        words = f"{record.label[:1].upper()}{record.label[1:]}: {record.printed_value}"
        return {"name": words, "url": record.get_absolute_url()}
    if hasattr(record, "get_absolute_url"):
        return {"name": str(record), "url": record.get_absolute_url()}
    if hasattr(record, "funder"):
        anchor = f"{record.programme.get_absolute_url()}#grant-{record.slug}"
        return {"name": f"{record.funder.name}, for {record.programme.title}", "url": anchor}
    return {
        "name": f"{record.agency.name}, {record.get_role_display().lower()} of {record.programme.title}",
        "url": record.programme.get_absolute_url(),
    }
