"""Addresses of the evidence."""

from django.urls import path

from articles.views import articles, lists, statistics

app_name = "articles"

urlpatterns = [
    path("articles/", lists.article_list, name="article-list"),
    path("articles/<slug:slug>/", articles.article_detail, name="article-detail"),
    path("statistics/", lists.statistic_list, name="statistic-list"),
    path("statistics/<slug:slug>/", statistics.statistic_detail, name="statistic-detail"),
]
