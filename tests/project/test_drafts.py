"""A draft never reaches a stranger: not by a page, a count, a facet, a chart, a file or a cache that staff warmed."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from tests.project.addresses import list_addresses, public_addresses
from tests.project.register import CANARY, HIDDEN, hang_drafts, published_register

pytestmark = pytest.mark.django_db

# A draft funder's grant of 777,777,777 must not be in a sum either.
TELL_TALES = (CANARY, HIDDEN, "777,777,777", "777777777", "777.8 million", "CNRY")


@pytest.fixture
def register(django_user_model) -> dict[str, object]:
    """Published records and drafts hanging from them; every address was opened by staff first."""
    cache.clear()
    hidden = hang_drafts(published_register())
    staff = Client()
    staff.force_login(django_user_model.objects.create_superuser("root", password="x" * 14))
    for address in asked():
        staff.get(address)
    return hidden


def asked() -> list[str]:
    """Every page, and every list in every form that may read more than its page shows."""
    questions = ["q=canary", "country=PK", "country=AF", "sort=title", "group=funder", "group=agency", "page=2"]
    questions += ["format=csv", "format=json", "format=xlsx", "paradigm=PROS", "featured=1", "q=canary&format=json"]
    # what the stranger typed may be repeated to them, so these name drafts by their slugs alone
    questions += [f"funder={HIDDEN}-f", f"agency={HIDDEN}-a", f"p={HIDDEN}-p"]
    searched = [f"{address}?{question}" for address in list_addresses() for question in questions]
    return [
        *public_addresses(),
        *searched,
        *[f"/timeline.json?{question}" for question in questions],
        f"/programmes/compare/?p=shown-programme&p={HIDDEN}-p",
        "/countries/AF/",
    ]


def read(answer: HttpResponse) -> str:
    """The text of an answer; of a spreadsheet, the text of all its parts."""
    content = b"".join(answer)
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as parts:
            content = b"".join(parts.read(name) for name in parts.namelist())
    return content.decode(errors="replace")


def test_no_answer_to_a_stranger_holds_a_draft(register):
    stranger = Client()
    for address in asked():
        text = read(stranger.get(address))
        told = [tell for tell in TELL_TALES if tell in text and tell not in address]
        assert not told, f"{address} tells {told}: ...{text[max(0, text.find(told[0]) - 200) :][:400]}"


def test_the_pages_of_drafts_are_not_found(register):
    stranger = Client()
    for kind, folder in {
        "programme": "programmes",
        "funder": "funders",
        "agency": "agencies",
        "milestone": "milestones",
        "article": "articles",
        "statistic": "statistics",
        "draft statistic": "statistics",
    }.items():
        assert stranger.get(f"/{folder}/{register[kind].slug}/").status_code == 404


def test_the_records_beside_the_drafts_are_shown(register):
    stranger = Client()
    for address in public_addresses():
        assert stranger.get(address).status_code == 200, address
