"""Stub, replaced by its owner."""

from django.http import HttpRequest, HttpResponse


def funder_list(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse("stub")


def funder_detail(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse("stub")


def agency_list(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse("stub")


def agency_detail(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse("stub")
