"""The sentence to cite says what is known of a programme, and says what is not."""

from decimal import Decimal

import pytest

from programmes.models import Agency, Country, Funder, Grant, Participation, Programme
from programmes.sentences import join_names, on_day, sentence, spoken

DENMARK = Funder(name="Government of Denmark", kind="government", slug="denmark", pk=1)
CIDA = Funder(
    name="Canadian International Development Agency", acronym="CIDA", kind="government_agency", slug="cida", pk=2
)
IOM = Agency(name="International Organization for Migration", acronym="IOM", kind="intergovernmental", pk=1)
PAKISTAN = Country(code="PK", name="Pakistan")
PROGRAMME = Programme(title="Helping people home", status="completed", pk=1)


def grant(funder: Funder = DENMARK, amount: int | None = 1_600_000, **fields: object) -> Grant:
    fields = {"currency": "USD" if amount else "", "kind": "commitment", "announced": "2021-08-30"} | fields
    return Grant(programme=PROGRAMME, funder=funder, amount=Decimal(amount) if amount else None, **fields)


def role(agency: Agency = IOM, **fields: object) -> Participation:
    return Participation(**({"programme": PROGRAMME, "agency": agency, "role": "lead"} | fields))


def said(*grants: Grant, roles: tuple[Participation, ...] = (role(),), countries: tuple[Country, ...] = (PAKISTAN,)):
    return sentence(PROGRAMME, grants, roles, countries)


def test_a_grant_with_everything_stated() -> None:
    assert (
        said(grant()) == "Denmark granted IOM US$1.6 million on 30 August 2021 for “Helping people home” in Pakistan."
    )


def test_an_amount_and_a_day_that_are_not_stated_are_said_to_be_so() -> None:
    assert said(grant(CIDA, None, announced="")) == (
        "The Canadian International Development Agency funded “Helping people home” in Pakistan, carried out by IOM; "
        "the amount and the date of the grant are not stated."
    )


def test_an_agency_that_is_not_stated_is_said_to_be_so() -> None:
    assert said(grant(), roles=()).endswith("in Pakistan; who carries it out is not stated.")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("pledge", "Denmark pledged US$1.6 million to IOM on"),
        ("disbursement", "Denmark paid IOM US$1.6 million on"),
        ("unknown", "Denmark funded IOM with US$1.6 million on"),
    ],
)
def test_the_verb_claims_no_more_than_the_kind_of_grant(kind: str, words: str) -> None:
    assert said(grant(kind=kind)).startswith(words)


def test_a_currency_that_is_not_stated_is_said_to_be_so() -> None:
    assert "1.6 million (currency not stated)" in said(grant(currency="XXX"))


def test_several_funders_each_with_what_it_gave() -> None:
    assert said(grant(), grant(CIDA, None)) == (
        "Denmark (US$1.6 million) and the Canadian International Development Agency (amount not stated) "
        "funded “Helping people home” in Pakistan, carried out by IOM."
    )


def test_several_funders_without_any_amount() -> None:
    assert said(grant(amount=None), grant(CIDA, None)).endswith("carried out by IOM; no amount is stated.")


def test_a_part_is_never_set_beside_its_whole_as_if_both_were_given() -> None:
    whole = grant(slug="whole", pk=1)
    part = grant(CIDA, 100_000, part_of=whole)
    assert said(part, whole).startswith(
        "Denmark (US$1.6 million) and the Canadian International Development Agency (US$100,000 of that)"
    )


def test_without_a_funder() -> None:
    assert said() == "“Helping people home” in Pakistan was carried out by IOM; the funder is not stated."


def test_without_anything() -> None:
    assert said(roles=(), countries=()) == (
        "“Helping people home” is on record; neither its funder nor who carries it out is stated."
    )


def test_our_description_is_not_passed_off_as_a_title() -> None:
    ours = Programme(title="Training of officers", title_is_official=False, pk=2)
    assert "for work described here as “Training of officers”" in sentence(ours, [grant()], [role()], [])


def test_an_inferred_agency_is_said_to_be_inferred() -> None:
    assert said(grant(), roles=(role(basis="inferred", reason="why"),)).endswith("That IOM carried it out is inferred.")


def test_many_countries_are_counted() -> None:
    countries = tuple(Country(code=code, name=code) for code in ("PK", "BD", "NP", "IN"))
    assert said(grant(), countries=countries).endswith("in 4 countries.")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2021-08-30", " on 30 August 2021"),
        ("2004-03", " in March 2004"),
        ("2015", " in 2015"),
        ("2013~", " about 2013"),
        ("[2002-11-25..2004-03-16]", " between November 2002 and March 2004"),
        ("2002-10/2004-11", " from October 2002 to November 2004"),
        ("", ""),
    ],
)
def test_days_are_written_in_full(text: str, words: str) -> None:
    assert on_day(text) == words


@pytest.mark.parametrize(
    ("organisation", "name"),
    [
        (DENMARK, "Denmark"),
        (Funder(name="Government of the Netherlands", kind="government"), "the Netherlands"),
        (IOM, "IOM"),
        (Agency(name="Council of Europe", acronym="CoE", kind="intergovernmental"), "the Council of Europe"),
        (
            Agency(name="Federal Investigation Agency", acronym="FIA", kind="government"),
            "the Federal Investigation Agency",
        ),
        (Agency(name="The Asia Foundation", kind="ngo"), "The Asia Foundation"),
        (Agency(name="Caritas", kind="ngo"), "Caritas"),
    ],
)
def test_names_as_a_sentence_wants_them(organisation: Funder | Agency, name: str) -> None:
    assert spoken(organisation) == name


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C", "D"], "A, B, C and D"),
        (["A", "B", "C", "D", "E"], "A, B, C and 2 others"),
    ],
)
def test_names_in_a_row(names: list[str], words: str) -> None:
    assert join_names(names) == words
