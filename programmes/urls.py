"""Addresses of the record."""

from django.urls import path

from programmes.views import countries, lists, milestones, organisations, programmes, timeline

app_name = "programmes"

urlpatterns = [
    path("programmes/", lists.programme_list, name="programme-list"),
    path("programmes/compare/", programmes.programme_compare, name="programme-compare"),
    path("programmes/<slug:slug>/", programmes.programme_detail, name="programme-detail"),
    path("timeline/", timeline.timeline, name="timeline"),
    path("timeline.json", timeline.timeline_json, name="timeline-json"),
    path("funders/", lists.funder_list, name="funder-list"),
    path("funders/<slug:slug>/", organisations.funder_detail, name="funder-detail"),
    path("agencies/", lists.agency_list, name="agency-list"),
    path("agencies/<slug:slug>/", organisations.agency_detail, name="agency-detail"),
    path("milestones/", lists.milestone_list, name="milestone-list"),
    path("milestones/<slug:slug>/", milestones.milestone_detail, name="milestone-detail"),
    path("countries/", lists.country_list, name="country-list"),
    path("countries/<str:code>/", countries.country_detail, name="country-detail"),
]
