"""Text that would run as a script, in every field of every record, comes to a visitor as text."""

import re
from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from articles.models import Article
from programmes.admin.base import RegisterAdmin
from programmes.models import Agency, Funder
from tests.project.addresses import list_addresses, parameters_of, public_addresses
from tests.project.planted import plant
from tests.project.register import published_register
from tests.project.test_hostile import written

pytestmark = pytest.mark.django_db

MARK = "planted"  # in every payload, so that what it makes can be told from the site's own
PAYLOADS = [
    f"<script>{MARK}()</script>",
    f"</script><script>{MARK}()</script>",
    f"</SCRIPT ><ScRiPt>{MARK}()</sCrIpT>",
    f"<script src=//{MARK}.example></script>",
    f"<script type=module>{MARK}()</script>",
    f"<img src=x onerror={MARK}()>",
    f"<img/src=x/onerror={MARK}()>",
    f"<svg onload={MARK}()>",
    f"<svg><script>{MARK}()</script></svg>",
    f"<math><mtext><img src onerror={MARK}()></mtext></math>",
    f"<body onload={MARK}()>",
    f"<details open ontoggle={MARK}()>",
    f"<input autofocus onfocus={MARK}()>",
    f"<iframe srcdoc='<script>{MARK}()</script>'></iframe>",
    f"<iframe src=javascript:{MARK}()></iframe>",
    f"<object data=javascript:{MARK}()></object>",
    f"<embed src=javascript:{MARK}()>",
    f"<a href=javascript:{MARK}()>x</a>",
    f"<a href='java&#10;script:{MARK}()'>x</a>",
    f"<form action=javascript:{MARK}()><button>x</button></form>",
    f"<button formaction=javascript:{MARK}()>x</button>",
    f"<base href=//{MARK}.example/>",
    f"<meta http-equiv=refresh content='0;url=javascript:{MARK}()'>",
    f"<link rel=stylesheet href=//{MARK}.example>",
    f"<style>@import '//{MARK}.example'</style>",
    f'" onmouseover="{MARK}()" x="',
    f"' onmouseover='{MARK}()' x='",
    f'"><script>{MARK}()</script>',
    f"'><script>{MARK}()</script>",
    f"--><script>{MARK}()</script><!--",
    f"]]><script>{MARK}()</script>",
    f"</title><script>{MARK}()</script>",
    f"</textarea></template><script>{MARK}()</script>",
    f"{{{{ {MARK} }}}}{{% load {MARK} %}}",
    f"javascript:{MARK}()",
    f"&lt;script&gt;{MARK}()&lt;/script&gt;",
    f"\u2028<script>{MARK}()</script>\u2029",
]
NEVER = {"iframe", "object", "embed", "base", "style", "frame", "frameset", "applet", "math", "portal"}
ADDRESSES = {
    *("href", "src", "srcset", "xlink:href", "poster", "data"),
    *("action", "formaction", "ping", "hx-get", "hx-post"),
}
OWN_SCRIPTS = ("/static/", "/admin/jsi18n/")


class Judge(HTMLParser):
    """Reads a page as a browser does, and notes whatever a visitor could not have been meant to get."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.elements = 0
        self.json = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements += 1
        values = {name: value or "" for name, value in attrs}
        shown = f"<{tag} {values}>"
        if tag in NEVER or (tag == "meta" and "http-equiv" in values):
            self.wrong.append(shown)
        if tag == "script":
            self.json = values.get("type") == "application/json"
            if not self.json and not values.get("src", "").startswith(OWN_SCRIPTS):
                self.wrong.append(shown)
        if tag == "img" and not values.get("src", "").startswith(("/static/", "data:image/")):
            self.wrong.append(shown)
        for name, value in values.items():
            if name.startswith("on") or name == "style" or MARK in name:
                self.wrong.append(shown)
            if name in ADDRESSES:
                self.judge_address(tag, name, value, values, shown)

    def judge_address(self, tag: str, name: str, value: str, values: dict[str, str], shown: str) -> None:
        """Only our own addresses, and plain links to the web that tell nothing of where they were."""
        plain = re.sub(r"[\x00-\x20]", "", value).lower()
        if plain.startswith(("http://", "https://", "//")):
            own = plain.startswith("http://testserver/")
            rel = set(values.get("rel", "").split())
            if not own and (tag != "a" or name != "href" or not {"noopener", "nofollow"} <= rel):
                self.wrong.append(shown)
        elif re.match(r"[a-z][a-z0-9+.-]*:", plain) and not plain.startswith(("mailto:", "tel:")):
            self.wrong.append(shown)

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script" and not self.json and data.strip():
            self.wrong.append(f"script: {data[:80]}")


def judged(html: str) -> Judge:
    judge = Judge()
    judge.feed(html)
    judge.close()
    return judge


def test_the_judge_knows_what_it_sees():
    """Each payload, put into a page as it is, is noticed: in text or in an attribute."""
    for payload in PAYLOADS[:33]:
        pages = (f"<p>{payload}</p>", f'<p title="{payload}">', f"<p title='{payload}'>", f"<title>{payload}</title>")
        pages += (f"<textarea>{payload}</textarea>", f"<!-- {payload} -->", f"<svg><![CDATA[ {payload} ]]></svg>")
        assert any(judged(page).wrong for page in pages), payload
    assert judged('<a href="javascript:x()">').wrong
    assert judged('<a href=" java\nscript:x()">').wrong
    assert judged('<a href="https://other.example">').wrong
    assert not judged('<a href="https://other.example" rel="noopener nofollow external">').wrong


@pytest.fixture
def stranger() -> Client:
    cache.clear()
    published_register()
    return Client()


@pytest.mark.slow
def test_no_stored_text_becomes_part_of_a_page(stranger):
    pages = [address for address in public_addresses() if not address.endswith((".json", "z"))]
    pages += ["/timeline/?group=funder", "/timeline/?group=country", "/programmes/compare/?p=shown-programme"]
    for payload in PAYLOADS:
        plant(payload)
        seen = 0
        for address in pages:
            html = stranger.get(address).content.decode()
            assert not judged(html).wrong, (address, payload, judged(html).wrong)
            seen += MARK in html
        assert seen > len(pages) * 0.7, "the payload is hardly shown"


def test_no_typed_text_becomes_part_of_a_page(stranger):
    for payload in PAYLOADS:
        for address in list_addresses():
            query = "&".join(f"{name}={written(payload)}" for name in parameters_of(address) if name != "format")
            html = stranger.get(f"{address}?{query}").content.decode()
            assert MARK in html
            assert not judged(html).wrong, (address, payload, judged(html).wrong)
        html = stranger.get(f"/programmes/compare/?p={written(payload)}").content.decode()
        assert not judged(html).wrong, payload


def test_no_stored_text_becomes_part_of_an_editor_s_page(stranger):
    stranger.force_login(User.objects.create_superuser("root", password="x" * 14))
    kept = {model: kept for model, kept in admin.site._registry.items() if isinstance(kept, RegisterAdmin)}
    assert len(kept) > 8
    for payload in ("".join(PAYLOADS), PAYLOADS[0], PAYLOADS[25], PAYLOADS[26]):
        plant(payload)
        for model in kept:
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            record = model._default_manager.first()
            if record is None:
                continue
            pages = [reverse(f"{name}_changelist"), reverse(f"{name}_import")]
            pages += [reverse(f"{name}_{page}", args=[record.pk]) for page in ("change", "delete", "history")]
            for address in pages:
                html = stranger.get(address).content.decode()
                # the admin's own scripts are files too; its search button and a few fields have neither style nor on*
                assert not judged(html).wrong, (address, judged(html).wrong)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "\tjavascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox(1)",
        "//evil.example",
        "file:///etc/passwd",
        "httpx://evil.example",
        'https://a.example/" onmouseover="planted()',
    ],
)
def test_an_address_past_validation_is_no_link(stranger, address):
    Funder.objects.update(website=address)
    Agency.objects.update(website=address)
    for page in ("/funders/shown-funder/", "/agencies/shown-agency/"):
        html = stranger.get(page).content.decode()
        assert not judged(html).wrong, judged(html).wrong
        if not address.startswith("https:"):
            assert f'href="{address}"' not in html


def test_links_to_the_web_tell_nothing(stranger):
    Article.objects.update(url="https://news.example.org/a?b=1&c=2")
    html = stranger.get("/articles/shown-article/").content.decode()
    assert re.search(r'href="https://news\.example\.org/a\?b=1&amp;c=2"[^>]*rel="[^"]*noopener nofollow', html)
