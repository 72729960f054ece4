"""Stub, replaced by its owner."""

from django.http import HttpRequest, HttpResponse


def article_list(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse("stub")


def article_detail(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse("stub")
