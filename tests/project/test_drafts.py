"""A draft never reaches a stranger: not by a page, a count, a facet, a chart, a file or a cache that staff warmed."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from articles.models import Article, Statistic
from programmes.models import Agency, Funder, Milestone, Programme
from tests.project.addresses import list_addresses, public_addresses
from tests.project.register import CANARY, HIDDEN, hang_drafts, published_register

pytestmark = pytest.mark.django_db

# A draft funder's grant of 777,777,777 must not be in a sum either.
TELL_TALES = (CANARY, HIDDEN, "777,777,777", "777777777", "777.8 million", "CNRY")


@pytest.fixture
def register() -> dict[str, object]:
    """Published records and drafts hanging from them."""
    cache.clear()
    return hang_drafts(published_register())


@pytest.fixture
def staff(django_user_model) -> Client:
    client = Client()
    client.force_login(django_user_model.objects.create_superuser("root", password="x" * 14))
    return client


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


def tells(answer: HttpResponse, address: str) -> str:
    """What an answer gives away, with the text around it; "" for nothing."""
    text = read(answer) + "".join(f"{name}: {value}\n" for name, value in answer.items())
    told = [tell for tell in TELL_TALES if tell in text and tell not in address]
    return f"{address} tells {told}: ...{text[max(0, text.find(told[0]) - 200) :][:400]}" if told else ""


def test_no_answer_to_a_stranger_holds_a_draft(register, staff):
    stranger, addresses = Client(), asked()
    for address in addresses:
        read(staff.get(address))  # whoever may see drafts was here first, and filled every cache
    for address in addresses:
        assert not tells(stranger.get(address), address)
        if "format=" not in address:
            assert not tells(stranger.get(address, HTTP_HX_REQUEST="true"), f"{address} (a part of it)")


def test_what_was_withdrawn_is_gone_at_once(register):
    stranger = Client()
    for model in (Programme, Funder, Agency, Milestone, Article, Statistic):
        record = model.objects.get(slug=f"shown-{model._meta.model_name}")
        addresses = [record.get_absolute_url(), "/", *list_addresses()]
        for address in addresses:
            read(stranger.get(address))
        record.visibility = "draft"
        record.save()
        assert stranger.get(record.get_absolute_url()).status_code == 404
        for address in addresses[1:]:
            assert record.slug not in read(stranger.get(address)), (record, address)


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
