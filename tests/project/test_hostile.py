"""Nothing a visitor types gives a 500: thousands of hostile requests, on whichever database the suite runs."""

from itertools import cycle, islice
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client

from tests.project.addresses import FILLED, list_addresses, public_addresses
from tests.project.register import published_register

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

VALUES = [
    *(
        "",
        " ",
        "\x00",
        "a\x00b",
        "abc",
        "0",
        "-1",
        "1e400",
        "1e5",
        "NaN",
        "Infinity",
        "-0",
        "9" * 400,
        "9223372036854775808",
    ),
    *("2147483648", "-9223372036854775809", "1.5", "1,5", "٣", "２０２１", "2021-02-31", "2004-13", "0000", "10000"),
    *(
        "'",
        '"',
        "''",
        "who's",
        "50%",
        "%",
        "_",
        "\\",
        "\\\\",
        "(",
        ")",
        "NEAR(",
        "multi-agent",
        "*",
        "?",
        "a|b",
        "[a-",
        "^$",
    ),
    *("' OR 1=1 --", "'; DROP TABLE x; --", "1 UNION SELECT 1", "<script>alert(1)</script>", "javascript:alert(1)"),
    *(
        "{{7*7}}",
        "{% debug %}",
        "../../etc/passwd",
        "..%2f",
        "\r\nSet-Cookie: a=b",
        "\t",
        "\ufeff",
        "\u202e",
        "\ud7ff",
        "😀",
    ),
    *(
        "İ",
        "ß",
        "Ａ",
        "PK",
        "pk",
        "XX",
        "ZZ",
        "PK,BD",
        "shown-funder",
        "UNKNOWN",
        "id",
        "-id",
        "password",
        "title__regex",
    ),
    *("null", "None", "true", "[]", "{}", "x" * 5000, "🇵🇰" * 100),
]
PARAMETERS = [
    *("q", "funder", "agency", "country", "not_country", "paradigm", "not_paradigm", "crime", "exploitation", "status"),
    *(
        "year_from",
        "year_to",
        "amount_min",
        "amount_max",
        "currency",
        "has_amount",
        "indicator",
        "relevance",
        "contested",
    ),
    *("live_in", "group", "publisher", "sort", "page", "per_page", "format", "featured", "kind", "measure", "language"),
    *("p", "dates", "id", "id__in", "title__regex", "visibility", "__class__"),
]
A_QUERY_EACH = 7


@pytest.fixture
def stranger() -> Client:
    cache.clear()
    published_register()
    return Client(raise_request_exception=False)


def requests() -> list[str]:
    """Every address with every parameter, and for each pair the next few of the values in turn."""
    values = cycle(VALUES)
    addresses = [*list_addresses(), "/timeline.json", "/programmes/compare/"]
    pairs = [(address, name) for address in addresses for name in PARAMETERS]
    return [
        f"{address}?{quote(name)}={quote(value)}" for address, name in pairs for value in islice(values, A_QUERY_EACH)
    ]


def test_two_thousand_hostile_queries_are_answered(stranger):
    asked = requests()
    assert len(asked) >= 2000
    failed = [(url, status) for url in asked if (status := stranger.get(url).status_code) >= 500]
    assert not failed, f"{len(failed)} of {len(asked)}: {failed[:10]}"


def test_every_value_goes_with_every_page_at_once(stranger):
    for value in VALUES:
        together = "&".join(f"{name}={quote(value)}" for name in PARAMETERS)
        for address in (*list_addresses(), "/timeline.json", "/programmes/compare/"):
            assert stranger.get(f"{address}?{together}").status_code < 500, (address, value)


def test_raw_bytes_in_the_query_are_answered(stranger):
    for raw in ("%", "%%%", "%ff", "%c0%80", "q=%ff%fe", "q=%ed%a0%80", "&&&", "=", "q", "a" * 8000, "q=%00&page=%00"):
        for address in public_addresses():
            assert stranger.get(address, QUERY_STRING=raw).status_code < 500, (address, raw)


@pytest.mark.parametrize("part", ["%00", "a%00b", "%ff", "..", "%2e%2e%2f", "x" * 3000, "'", "%0d%0a", "😀", "İ"])
def test_no_path_gives_a_500(part, stranger):
    for name, slug in FILLED.items():
        folder = next(a for a in public_addresses() if a.endswith(f"/{slug}/")).removesuffix(f"{slug}/")
        answer = stranger.get(f"{folder}{part}/")
        assert answer.status_code < 500, (name, part)
        if "%00" in part:
            assert answer.status_code == 400


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_other_methods_are_answered(method, stranger):
    for address in public_addresses():
        assert getattr(stranger, method)(address).status_code < 500


def test_a_repeated_parameter_is_answered(stranger):
    for address in list_addresses():
        for name in PARAMETERS:
            query = "&".join(f"{name}={index}" for index in range(300))
            assert stranger.get(f"{address}?{query}").status_code < 500, (address, name)
