"""Stub, replaced by its owner."""

from django.http import HttpRequest, HttpResponse


def programme_list(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse("stub")


def programme_compare(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse("stub")


def programme_detail(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse("stub")
