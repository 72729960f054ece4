"""A small register with every gap that the real one has, and a plain second way to filter it."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from programmes.models import Programme, Visibility
from tests.factories import AgencyFactory, FunderFactory, GrantFactory, ParticipationFactory, ProgrammeFactory

COUNTRIES = ("PK", "BD", "NP", "AF", "CI")
TERMS = ("paradigm:PREV", "paradigm:PROT", "paradigm:PROS", "crime:TIP", "crime:SOM", "exploitation:LAB")
SPANS = (
    ("2004", "2006"),
    ("2010-03-01", "2012-12-31"),
    ("[2002-11-25..2004-03-16]", ""),
    ("2021-08-30", ""),
    ("", ""),
    ("", "2015"),
    ("2013~", "2016"),
)
MONEY = ((None, ""), ("250000", "USD"), ("10000000", "DKK"), ("5000000", "PKR"), ("12000000", "XXX"), ("900000", "EUR"))

# Questions that every output is asked; each is answered by `expected` as well.
QUERIES = [
    "",
    "country=PK",
    "country=PK&country=BD",
    "not_country=PK",
    "country=PK&not_country=BD",
    "funder=funder-a",
    "funder=funder-a&not_funder=funder-b",
    "agency=agency-b&agency=agency-c",
    "paradigm=PREV&crime=SOM",
    "not_crime=TIP",
    "exploitation=LAB",
    "status=active&status=planned",
    "not_status=completed",
    "relevance=related",
    "relevance=main&relevance=one_aim",
    "has_amount=none",
    "has_amount=stated&has_amount=partly&in_dollars=no",
    "currency=DKK",
    "contested=yes",
    "contested=no&featured=yes",
    "year_from=2010",
    "year_to=2005",
    "year_from=2011&year_to=2014&country=PK",
    "live_in=2022",
    "dates=none",
    "amount_min=200000",
    "amount_max=1000000&amount_min=0",
    "q=traficking",
    "q=COTE",
    "q=funder+a+nepal",
    "country=PK&country=ZZ&year_from=abc&amount_min=1e400&status=nonsense&status=active",
]


def make_register(number: int = 40, seed: int = 7) -> "list[Facts]":
    """Programmes with what hangs from them; some of each sort are drafts, which no output may show."""
    chance = random.Random(seed)
    funders = [FunderFactory(slug=f"funder-{x}", name=f"Funder {x.upper()}") for x in "abc"]
    funders.append(FunderFactory(slug="funder-hidden", name="Hidden funder", visibility=Visibility.DRAFT))
    agencies = [AgencyFactory(slug=f"agency-{x}", name=f"Agency {x.upper()}") for x in "abc"]
    agencies.append(AgencyFactory(slug="agency-hidden", name="Hidden agency", visibility=Visibility.REVIEW))
    for n in range(number):
        start, end = chance.choice(SPANS)
        programme = ProgrammeFactory(
            slug=f"programme-{n:03}",
            title=chance.choice(["Against trafficking", "Côte d’Ivoire project", "Border work"]) + f" {n:03}",
            start=start,
            end=end,
            start_basis="",
            end_basis="",
            status=chance.choice(Programme.Status.values),
            relevance=chance.choice(["main", "main", "one_aim", "related"]),
            featured=chance.random() < 0.1,
            countries=chance.sample(COUNTRIES, chance.choice([0, 1, 1, 2, 3])),
            terms=chance.sample(TERMS, chance.choice([0, 1, 2, 3])),
            visibility=Visibility.DRAFT if n % 8 == 7 else Visibility.PUBLISHED,
            contested_count=chance.choice([0, 0, 0, 2]),
            source_count=chance.randrange(5),
        )
        for funder in chance.sample(funders, chance.choice([0, 1, 1, 2])):
            amount, currency = chance.choice(MONEY)
            GrantFactory(programme=programme, funder=funder, amount=amount, currency=currency)
        for agency in chance.sample(agencies, chance.choice([0, 1, 2])):
            for role in chance.sample(["lead", "implementer", "partner"], chance.choice([1, 1, 2])):
                ParticipationFactory(programme=programme, agency=agency, role=role)
    public = Programme.objects.filter(visibility="published")
    return [
        Facts.of(p) for p in public.prefetch_related("grants__funder", "participations__agency", "countries", "terms")
    ]


@dataclass(frozen=True)
class Facts:
    """What a filter can ask of one programme, read from its objects one by one."""

    programme: Programme
    country: set[str]
    funder: set[str]
    agency: set[str]
    currency: set[str]
    terms: set[str]
    names: str

    @classmethod
    def of(cls, programme: Programme) -> "Facts":
        grants = [grant for grant in programme.grants.all() if grant.funder.visibility == "published"]
        agencies = [p.agency for p in programme.participations.all() if p.agency.visibility == "published"]
        countries = list(programme.countries.all())
        names = [programme.title, *(g.funder.name for g in grants), *(a.name for a in agencies)]
        return cls(
            programme=programme,
            country={country.code for country in countries},
            funder={grant.funder.slug for grant in grants},
            agency={agency.slug for agency in agencies},
            currency={grant.currency for grant in grants},
            terms={term.code for term in programme.terms.all()},
            names=" ".join([*names, *(country.name for country in countries)]).lower().replace("ô", "o"),
        )


def overlaps(programme: Programme, first: date, last: date) -> bool:
    if programme.active_from is None:
        return False
    return programme.active_from <= last and programme.active_to >= first


KNOWN = {
    "country": set(COUNTRIES),
    "funder": {"funder-a", "funder-b", "funder-c"},
    "agency": {"agency-a", "agency-b", "agency-c"},
    "status": set(Programme.Status.values),
}
TESTS: dict[str, Callable[[Facts, list[str]], bool]] = {
    "country": lambda f, v: bool(f.country & set(v)),
    "funder": lambda f, v: bool(f.funder & set(v)),
    "agency": lambda f, v: bool(f.agency & set(v)),
    "currency": lambda f, v: bool(f.currency & set(v)),
    "paradigm": lambda f, v: bool(f.terms & set(v)),
    "crime": lambda f, v: bool(f.terms & set(v)),
    "exploitation": lambda f, v: bool(f.terms & set(v)),
    "status": lambda f, v: f.programme.status in v,
    "relevance": lambda f, v: f.programme.relevance in v,
    "has_amount": lambda f, v: f.programme.money_state in v,
    "in_dollars": lambda f, v: ("no" if f.programme.total_usd is None else "yes") in v,
    "contested": lambda f, v: ("yes" if f.programme.contested_count else "no") in v,
    "featured": lambda f, v: ("yes" if f.programme.featured else "no") in v,
    "dates": lambda f, v: f.programme.active_from is None,
    "year_from": lambda f, v: overlaps(f.programme, date(int(v[0]), 1, 1), date.max),
    "year_to": lambda f, v: overlaps(f.programme, date.min, date(int(v[0]), 12, 31)),
    "live_in": lambda f, v: overlaps(f.programme, date(int(v[0]), 1, 1), date(int(v[0]), 12, 31)),
    "amount_min": lambda f, v: f.programme.total_usd is not None and f.programme.total_usd >= int(v[0]),
    "amount_max": lambda f, v: f.programme.total_usd is not None and f.programme.total_usd <= int(v[0]),
    "q": lambda f, v: all(word in f.names for word in v[0].lower().split()),
}


def expected(register: list[Facts], query: str) -> list[Facts]:
    """The naive answer: every programme, one by one, against every parameter."""
    left = register
    for name, values in QueryDict(query).lists():
        plain = name.removeprefix("not_")
        values = [value for value in values if value in KNOWN.get(plain, {value}) and value not in {"abc", "1e400"}]
        if values:
            left = [facts for facts in left if TESTS[plain](facts, values) != name.startswith("not_")]
    return left
