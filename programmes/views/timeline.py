"""Stub, replaced by its owner."""

from django.http import HttpRequest, HttpResponse


def timeline(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse("stub")


def timeline_json(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse("stub")
