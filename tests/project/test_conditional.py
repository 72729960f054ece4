"""A page that a visitor has is not sent again; nobody is told so of a page that they may not have."""

import pytest
from django.test import Client

from programmes.models import Programme, Revision
from tests.project.addresses import public_addresses
from tests.project.register import published_register

pytestmark = pytest.mark.django_db

NEVER_KEPT = ("/healthz", "/readyz")


@pytest.fixture
def stranger() -> Client:
    published_register()
    return Client()


def test_every_page_is_marked_and_not_sent_again_before_a_write(stranger, django_assert_num_queries):
    for address in public_addresses():
        first = stranger.get(address)
        if address in NEVER_KEPT:
            assert not first.has_header("ETag")
            continue
        has_it = {"If-None-Match": first["ETag"]}
        assert "no-cache" in first["Cache-Control"], address
        with django_assert_num_queries(1):
            again = stranger.get(address, headers=has_it)
        assert (again.status_code, again.content) == (304, b""), address
        assert again["ETag"] == first["ETag"]
        Revision.bump()
        assert stranger.get(address, headers=has_it).status_code == 200, address


def test_who_signed_in_gets_every_page_anew(stranger, admin_client):
    for address in public_addresses():
        page = admin_client.get(address)
        assert not page.has_header("ETag"), address
        seen = stranger.get(address)
        if seen.has_header("ETag"):
            assert admin_client.get(address, headers={"If-None-Match": seen["ETag"]}).status_code == 200, address


def test_a_page_that_was_withdrawn_is_not_found_whatever_the_visitor_has(stranger):
    programme = Programme.objects.published().first()
    address = programme.get_absolute_url()
    etag = stranger.get(address)["ETag"]
    programme.visibility = "draft"
    programme.save()
    for mark in (etag, f"W/{etag}", "*"):
        answer = stranger.get(address, headers={"If-None-Match": mark})
        assert answer.status_code == 404
        assert not answer.has_header("ETag")
