"""Stub, replaced by its owner."""

from django.http import HttpRequest, HttpResponse


def milestone_list(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse("stub")


def milestone_detail(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse("stub")
