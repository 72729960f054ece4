"""The lists of the evidence: articles and statistics."""

from django.http import HttpRequest, HttpResponse


def article_list(request: HttpRequest) -> HttpResponse:
    return HttpResponse("stub")


statistic_list = article_list
