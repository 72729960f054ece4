"""Evidence on pages: one tag reads it, the others show it beside a fact.

{% evidence_of programme grants participations as evidence %}
{% fact evidence programme "start period" label="Start" value=words %}
<td {% fact_attributes evidence grant "amount" grant.amount %}> ... {% source_mark evidence grant "amount" %}
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template
from django.db.models import Count, F, Model, Window
from django.db.models.functions import RowNumber
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.evidence import Evidence, Fact, Source, State, read, subject_of
from articles.filters import TO_COUNTRIES, bearing_on
from articles.models import Article, Claim, Statistic
from programmes.kept import kept
from programmes.models import Country
from programmes.money import plain

register = template.Library()


@register.simple_tag
def evidence_of(*records: Model | Iterable[Model] | None) -> Evidence:
    """The published evidence on these records and lists of records, in at most two queries."""
    found: list[Model] = []
    for record in records:
        if isinstance(record, Model):
            found.append(record)
        elif record:
            found.extend(record)
    return read(found)


@register.inclusion_tag("_components/fact.html")
def fact(evidence: Evidence, record: Model, fields: str, *, label: str, value: object, **extra: Any) -> dict[str, Any]:
    """One line of a fact sheet. `fields` are the claim fields behind it, the first names the fact.

    Extra: fact (another name), data_value, note, inferred, large, url, subject.
    """
    names = fields.split()
    found = evidence.fact(record, *names)
    stated = value not in (None, "")
    if not stated and found.state == State.NONE:
        found = Fact(State.NONE, "")  # an article that only names the record says nothing of a fact that is not stated
    printed = [] if stated else list(dict.fromkeys(f"“{claim.stated_value}”" for claim in found.claims))
    return {
        "label": label,
        "value": value if stated else "",
        "absent": f"no one value held; printed: {'; '.join(printed[:2])}" if printed else "",
        "subject": subject_of(record),
        "fact": names[0],
        "state": found.state,
        "words": found.words,
        "claims": found.claims,
        "data_value": "",
        **extra,
    }


@register.inclusion_tag("_components/source_mark.html")
def source_mark(evidence: Evidence, record: Model, fields: str) -> dict[str, Any]:
    """The mark that opens what each source says about a fact."""
    found = evidence.fact(record, *fields.split())
    return {"state": found.state, "words": found.words, "claims": found.claims}


@register.simple_tag
def fact_attributes(evidence: Evidence, record: Model, fields: str, value: object = None, name: str = "") -> SafeString:
    """The attributes of an element that shows a fact: data-subject, data-fact, data-state, data-value.

    The first field names the fact, unless the page has another `name` for it.
    """
    names = fields.split()
    found = evidence.fact(record, *names)
    attributes = format_html(
        'data-subject="{}" data-fact="{}" data-state="{}"', subject_of(record), name or names[0], found.state
    )
    if value is None or value == "":
        return attributes
    return format_html('{} data-value="{}"', attributes, plain(value) if isinstance(value, Decimal) else value)


@register.simple_tag
def notes_on(evidence: Evidence, *records: Model) -> list[Claim]:
    """Statements on these records that have no field of their own."""
    return [claim for record in records for claim in evidence.notes(record)]


@register.simple_tag
def has_sources(evidence: Evidence, record: Model, fields: str) -> bool:
    """Whether a source states one of these fields."""
    return evidence.fact(record, *fields.split()).state != State.NONE


@register.simple_tag
def stated_values(evidence: Evidence, record: Model, field: str) -> str:
    """The different values that sources print for a field, where the record itself holds none."""
    return "; ".join(dict.fromkeys(f"“{claim.stated_value}”" for claim in evidence.claims_on(record, field)))


@register.simple_tag
def references(evidence: Evidence, programme: Model, grants: Iterable[Model]) -> list[Source]:
    """The articles behind the sentence of a programme: its money, else whatever bears on the page."""
    claims = evidence.claims_on(programme, "funder", "title")
    for grant in grants:
        claims += evidence.claims_on(grant, "amount", "announced", "funder", "mention")
    return evidence.sources_for(claims) or evidence.sources


@register.simple_tag(takes_context=True)
def statistics_in(context: Context, country: Country, each: int = 5) -> list[dict[str, Any]]:
    """The newest published figures of a country by indicator: {indicator, rows, total}, at most `each` rows."""
    name = f"country page, {each} figures of {country.pk}"
    totals = kept(context["revision"], name, lambda: newest_figures(country, each))
    found = (
        Statistic.objects.published()
        .filter(pk__in=totals)
        .select_related("indicator")
        .order_by("indicator__position", "indicator__label", F("period_latest").desc(nulls_last=True), "slug")
    )
    groups: dict[int, dict[str, Any]] = {}
    for row in found:
        group = {"indicator": row.indicator, "rows": [], "total": totals[row.pk]}
        groups.setdefault(row.indicator_id, group)["rows"].append(row)
    return list(groups.values())


def newest_figures(country: Country, each: int) -> dict[int, int]:
    """By id, the newest figures of each indicator, with how many the indicator has there."""
    newest = Window(
        RowNumber(), partition_by="indicator", order_by=[F("period_latest").desc(nulls_last=True), F("slug").asc()]
    )
    rows = Statistic.objects.published().filter(country=country).order_by().values("id")
    rows = rows.annotate(place=newest, total=Window(Count("id"), partition_by="indicator")).filter(place__lte=each)
    return dict(rows.values_list("id", "total"))


@register.simple_tag(takes_context=True)
def articles_on(context: Context, country: Country, limit: int = 20) -> dict[str, Any]:
    """The newest published articles with a claim on a programme, law or figure of a country."""
    name = f"country page, {limit} articles on {country.pk}"
    ids, total = kept(context["revision"], name, lambda: newest_articles(country, limit))
    rows = Article.objects.published().filter(pk__in=ids).defer("text")
    return {"rows": rows.order_by(F("published_latest").desc(nulls_last=True), "slug"), "total": total}


def newest_articles(country: Country, limit: int) -> tuple[list[int], int]:
    """The ids of the newest articles that bear on a country, and how many do."""
    found = Article.objects.published().filter(bearing_on(TO_COUNTRIES)([country.pk]))
    newest = found.annotate(total=Window(Count("pk"))).order_by(F("published_latest").desc(nulls_last=True), "slug")
    rows = list(newest.values_list("pk", "total")[:limit])
    return [pk for pk, _ in rows], rows[0][1] if rows else 0
