"""One sentence that says what a programme is, fit to be copied and cited.

"Denmark granted IOM US$1.6 million on 30 August 2021 for “Strengthening ...” in Pakistan." It says
no more than the register holds: an amount, a day or an agency that is not stated is said to be so.
"""

import re
from collections.abc import Sequence

from programmes import dates, money
from programmes.models import Basis, Country, Grant, Organisation, Participation, Programme
from programmes.models.grant import Role

MAX_NAMED = 3  # more than these are "and 2 others"
MAX_COUNTRIES = 3
CARRIED_OUT = {
    Programme.Status.PLANNED: "is to be carried out by",
    Programme.Status.ACTIVE: "is carried out by",
    Programme.Status.COMPLETED: "was carried out by",
    Programme.Status.CANCELLED: "ended early; it was carried out by",
}

# A name with one of these words is spoken with "the": the Federal Investigation Agency, but not Caritas.
_TAKES_THE = re.compile(
    r"\b(Agency|Agencies|Alliance|Association|Bank|Board|Bureau|Centre|Center|Command|Commission|Committee|Council|"
    r"Department|Division|Embassy|Force|Foundation|Fund|Government|Home Office|Initiative|Institute|Ministry|Mission|"
    r"Movement|Network|Office|Organi[sz]ation|Partnership|Police|Presidency|Programme|Secretariat|Service|Society|"
    r"Trust|Union|Unit|University)\b"
)
_COUNTRY_TAKES_THE = re.compile(
    r"^(United |Bahamas|Gambia|Maldives|Netherlands|Philippines|Comoros|Seychelles|Solomon|Marshall|Lao People)"
    r"|Republic|Islands|Federation"
)
_GOVERNMENT_OF = re.compile(r"^Government of (?:the )?(?P<country>.+)$")
_MONTHS = {name[:3]: name for name in dates.MONTHS}
_SHORT_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b(?= [0-9]{{4}})")


def sentence(
    programme: Programme, grants: Sequence[Grant], participations: Sequence[Participation], countries: Sequence[Country]
) -> str:
    """Who gave how much to whom, when, for what and where, in one sentence; then what of it is not known."""
    agencies = carriers(participations)
    funders = list(dict.fromkeys(grant.funder for grant in grants))
    work, where, through = what(programme), places(countries), join_names([spoken(agency) for agency in agencies])
    if not funders:
        done = CARRIED_OUT.get(programme.status, "is recorded as carried out by")
        said = f"{work}{where} {done} {through}" if agencies else f"{work}{where} is on record"
        missing = "the funder is not stated" if agencies else "neither its funder nor who carries it out is stated"
        text = f"{said}; {missing}."
    elif len(grants) == 1:
        text = one_grant(grants[0], work, where, through)
    else:
        text = several_grants(grants, work, where, through)
    return capital(text) + inferred_lead(participations)


def one_grant(grant: Grant, work: str, where: str, through: str) -> str:
    """The sentence of a programme with one grant on record."""
    funder = spoken(grant.funder)
    when = on_day(grant.announced)
    missing = [name for name, known in (("amount", grant.is_stated), ("date of the grant", when)) if not known]
    if grant.is_stated:
        gave = giving(grant, through)
        said = f"{funder} {gave}{when} for {work}{where}"
    else:
        said = f"{funder} funded {work}{where}{when}{f', carried out by {through}' if through else ''}"
    gaps = not_stated(missing)
    if not through:
        gaps.append("who carries it out is not stated")
    return f"{said}{''.join(f'; {gap}' for gap in gaps)}."


def giving(grant: Grant, through: str) -> str:
    """The verb with its objects. Only a disbursement was paid; of an unknown kind nothing is claimed."""
    amount = money.prose(grant.amount, grant.currency)
    if grant.kind == Grant.Kind.PLEDGE:
        return f"pledged {amount}{f' to {through}' if through else ''}"
    if grant.kind == Grant.Kind.DISBURSEMENT:
        return f"paid {f'{through} ' if through else ''}{amount}"
    if grant.kind == Grant.Kind.COMMITMENT:
        return f"granted {f'{through} ' if through else ''}{amount}"
    return f"funded {through} with {amount}" if through else f"is on record with {amount}"


def several_grants(grants: Sequence[Grant], work: str, where: str, through: str) -> str:
    """The sentence of a programme with several grants: each funder with what it gave."""
    given: dict[str, list[str]] = {}
    for grant in sorted(grants, key=lambda grant: grant.part_of is not None):
        given.setdefault(spoken(grant.funder), []).append(amount_of(grant))
    if any(grant.is_stated for grant in grants):
        named, missing = [f"{name} ({join_names(list(dict.fromkeys(each)))})" for name, each in given.items()], ""
    else:
        named, missing = list(given), "; no amount is stated"
    said = f"{join_names(named)} funded {work}{where}"
    carried = f", carried out by {through}" if through else ""
    return f"{said}{carried}{missing}{'' if through else '; who carries it out is not stated'}."


def amount_of(grant: Grant) -> str:
    """An amount among others; a part is named as one, so that nobody adds it to its whole."""
    if grant.part_of:
        return (
            f"{money.prose(grant.amount, grant.currency)} of that" if grant.is_stated else "a part of that, not stated"
        )
    return money.prose(grant.amount, grant.currency) if grant.is_stated else "amount not stated"


def carriers(participations: Sequence[Participation]) -> list[Organisation]:
    """Who carries the work out: those that lead; where nobody is said to, those that implement."""
    return [participation.agency for participation in carrying(participations)]


def carrying(participations: Sequence[Participation]) -> list[Participation]:
    for role in (Role.LEAD, Role.IMPLEMENTER):
        found = [participation for participation in participations if participation.role == role]
        if found:
            return found
    return []


def inferred_lead(participations: Sequence[Participation]) -> str:
    """A second sentence where who carries the work out is an editor's inference."""
    inferred = [row for row in carrying(participations) if row.basis == Basis.INFERRED]
    names = [spoken(participation.agency) for participation in inferred]
    return f" That {join_names(names)} carried it out is inferred." if names else ""


def what(programme: Programme) -> str:
    """The work: its title in quotation marks, and whose title that is."""
    return f"“{programme.title}”" if programme.title_is_official else f"work described here as “{programme.title}”"


def places(countries: Sequence[Country]) -> str:
    """Where, with a space before it: " in Pakistan", " in 13 countries", "" where none is listed."""
    if not countries:
        return ""
    if len(countries) > MAX_COUNTRIES:
        return f" in {len(countries)} countries"
    return f" in {join_names([spoken_country(country.name) for country in countries])}"


def on_day(text: str) -> str:
    """When, with a space before it: " on 30 August 2021", " in 2015", " between ...", "" where not stated."""
    if not text:
        return ""
    words = _SHORT_MONTH.sub(lambda month: _MONTHS[month[0]], dates.describe(text))
    if words.startswith(("between", "since", "until", "from", "about", "perhaps")):
        return f" {words}"
    if " to " in words:
        return f" from {words}"
    return f" on {words}" if re.match(r"[0-9]{1,2} ", words) else f" in {words}"


def spoken(organisation: Organisation) -> str:
    """The name as a sentence wants it: "Denmark", "IOM", "the Federal Investigation Agency"."""
    government = _GOVERNMENT_OF.match(organisation.name)
    if government and organisation.kind == Organisation.Kind.GOVERNMENT:
        return spoken_country(government["country"])
    acronym = organisation.acronym
    if organisation.kind == Organisation.Kind.INTERGOVERNMENTAL and len(acronym) > 2 and acronym.isupper():
        return acronym
    name = organisation.name
    return f"the {name}" if _TAKES_THE.search(name) and not name.startswith("The ") else name


def spoken_country(name: str) -> str:
    return f"the {name}" if _COUNTRY_TAKES_THE.search(name) else name


def join_names(names: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C", "A, B, C and 2 others"."""
    if len(names) > MAX_NAMED + 1:
        rest = len(names) - MAX_NAMED
        return f"{', '.join(names[:MAX_NAMED])} and {rest} others"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def not_stated(missing: Sequence[str]) -> list[str]:
    """What the sources do not say, as a clause: "the amount and the date of the grant are not stated"."""
    if not missing:
        return []
    return [f"{join_names([f'the {name}' for name in missing])} {'is' if len(missing) == 1 else 'are'} not stated"]


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
