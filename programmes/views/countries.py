"""Stub, replaced by its owner."""

from django.http import HttpRequest, HttpResponse


def country_list(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse("stub")


def country_detail(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse("stub")
