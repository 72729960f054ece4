"""Stub, replaced by its owner."""

from django.http import HttpRequest, HttpResponse


def statistic_list(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse("stub")


def statistic_detail(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse("stub")
