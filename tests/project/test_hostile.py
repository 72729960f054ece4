"""Nothing a visitor types gives a 500: thousands of hostile requests, on whichever database the suite runs."""

from itertools import cycle, islice, product
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client

from tests.project.addresses import FILLED, list_addresses, parameters_of, public_addresses, routes
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
# Parameters that no list has: what other software would understand, and what reaches inside Python.
STRANGE = ["id", "id__in", "title__regex", "visibility", "__class__", "pk", "p[]", "\x00", "q\ud800", ""]
A_QUERY_EACH = 8
# How a list is asked in turn: mostly for its page, which does most.
FORMS = [
    ("", {}),
    ("", {}),
    ("", {"HTTP_HX_REQUEST": "true"}),
    ("&format=json", {}),
    ("", {}),
    ("&format=csv", {}),
    ("", {}),
    ("&format=xlsx", {}),
    ("&page=2&per_page=1", {}),
]


@pytest.fixture
def stranger() -> Client:
    cache.clear()
    published_register()
    return Client(raise_request_exception=False)


def status(client: Client, url: str, **extra: str) -> int:
    """The status of an answer that was read to its end: a file is written while it is sent."""
    answer = client.get(url, **extra)
    b"".join(answer)
    return answer.status_code


def asked() -> list[tuple[str, str]]:
    """(address, query) of each list with each of its parameters, and for each the next few of the values in turn."""
    values = cycle(VALUES)
    pairs = [(address, name) for address in list_addresses() for name in [*parameters_of(address), *STRANGE]]
    pairs += [("/timeline.json", name) for name in parameters_of("/timeline/")]
    pairs += [("/programmes/compare/", "p")] * 5
    return [
        (address, f"{written(name)}={written(value)}")
        for address, name in pairs
        for value in islice(values, A_QUERY_EACH)
    ]


def written(text: str) -> str:
    """As an address holds it; half a character goes as the bytes that a careless program sends for it."""
    return quote(text.encode("utf-8", "surrogatepass"))


def test_every_list_of_the_site_is_asked():
    assert {f"/{route}" for name, route in routes() if name.endswith("-list")} <= set(list_addresses())


def test_two_thousand_hostile_queries_are_answered(stranger):
    questions = asked()
    assert len(questions) >= 2000
    failed = []
    for (address, query), (more, headers) in zip(questions, cycle(FORMS), strict=False):
        got = status(stranger, f"{address}?{query}{more}", **headers)
        if got >= 500:
            failed.append((f"{address}?{query}{more}", got))
    assert not failed, f"{len(failed)} of {len(questions)}: {failed[:10]}"


def test_one_value_for_every_parameter_at_once(stranger):
    addresses = cycle(list_addresses())
    for value in VALUES * 2:
        address = next(addresses)
        together = "&".join(f"{name}={written(value)}" for name in parameters_of(address) if name != "format")
        assert status(stranger, f"{address}?{together}") < 500, (address, value)


def test_raw_bytes_in_the_query_are_answered(stranger):
    raws = ["%", "%%%", "%ff", "%c0%80", "q=%ff%fe", "q=%ed%a0%80", "&&&", "=", "q", "a" * 8000, "q=%00&page=%00"]
    for raw in raws:
        for address in (*list_addresses(), "/timeline.json", "/programmes/compare/", "/"):
            assert stranger.get(address, QUERY_STRING=raw).status_code < 500, (address, raw)
    for raw, address in product(raws[3:6], public_addresses()):
        assert stranger.get(address, QUERY_STRING=raw).status_code < 500, (address, raw)


@pytest.mark.parametrize("part", ["%00", "a%00b", "%ff", "..", "%2e%2e%2f", "x" * 3000, "'", "%0d%0a", "😀", "İ"])
def test_no_path_gives_a_500(part, stranger):
    for name, slug in FILLED.items():
        folder = next(a for a in public_addresses() if a.endswith(f"/{slug}/")).removesuffix(f"{slug}/")
        answer = stranger.get(f"{folder}{part}/")
        assert answer.status_code < 500, (name, part)
        if "%00" in part:
            assert answer.status_code == 400


def test_other_methods_are_answered(stranger):
    for method in ("post", "put", "patch", "delete", "options", "trace", "head"):
        for address in public_addresses():
            assert getattr(stranger, method)(address).status_code < 500, (method, address)


def test_a_parameter_repeated_hundreds_of_times_is_answered(stranger):
    for address in list_addresses():
        for names in batched(parameters_of(address), 6):
            query = "&".join(f"{name}={index}" for name in names for index in range(300))
            assert status(stranger, f"{address}?{query}") < 500, (address, names)


def test_more_parameters_than_anyone_means_are_refused(stranger):
    assert status(stranger, "/programmes/?" + "&".join(f"country={index}" for index in range(5001))) == 400


def test_headers_are_answered(stranger):
    """What a visitor's program says of itself is input too."""
    for name in ("HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE", "HTTP_IF_NONE_MATCH", "HTTP_HX_CURRENT_URL", "HTTP_REFERER"):
        for value in ("sessionid=\xff\x00; csrftoken=<script>", "x" * 5000, "%00", '"', 'W/"1", *', "a=b; a=c; =;"):
            for address in ("/", "/programmes/", "/admin/login/"):
                assert status(stranger, address, HTTP_HX_REQUEST="true", **{name: value}) < 500, (name, value)


def batched(names: list[str], number: int) -> list[list[str]]:
    """The names in groups."""
    return [names[start : start + number] for start in range(0, len(names), number)]
