"""The lists of the record: programmes, funders, agencies, milestones, countries."""

from django.http import HttpRequest, HttpResponse


def programme_list(request: HttpRequest) -> HttpResponse:
    return HttpResponse("stub")


funder_list = agency_list = milestone_list = country_list = programme_list
