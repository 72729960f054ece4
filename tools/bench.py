"""How fast the pages are at 10,000 made-up programmes (`make bench`): median time and queries, by page.

Beside each figure stand the processor time that Python spent on it (with SQLite that is all of it;
PostgreSQL's own is not in it), which a busy machine disturbs less than the clock, and the bare SQL
that any program would need for the same rows; an empty view is measured in the same run. So the
numbers mean something on another machine. Everything
runs in one process, under production settings, on the database that DATABASE_URL names (a
throw-away PostgreSQL, made by tools/with_postgres.py) or on a fresh SQLite file.
"""

import argparse
import atexit
import csv
import os
import secrets
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 15


def set_up() -> None:
    """Production settings on a database of the benchmark's own."""
    sys.path.insert(0, str(ROOT))
    folder = tempfile.mkdtemp(prefix="register-bench-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DEBUG": "false",
        "ALLOWED_HOSTS": "testserver",
        "SECURE_SSL_REDIRECT": "false",
    }
    import django  # noqa: PLC0415 - after the environment

    django.setup()
    from django.conf import settings  # noqa: PLC0415

    # Hashed names need `collectstatic`, which is no part of what is measured.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.WHITENOISE_AUTOREFRESH = True


set_up()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from programmes.models import Programme, Revision  # noqa: E402
from programmes.resources import ProgrammeResource  # noqa: E402
from programmes.resources.engine import Table, run_import, summary_line  # noqa: E402

YEARS = "year_from=2010&year_to=2015"
BETWEEN = "p.visibility = 'published' AND p.active_to >= '2010-01-01' AND p.active_from <= '2015-12-31'"
ROWS = "SELECT p.id, p.slug, p.title, p.summary, p.start, p.total_usd FROM programmes_programme p WHERE"
IN_PAKISTAN = (
    "p.id IN (SELECT programme_id FROM programmes_programme_countries WHERE country_id ="
    " (SELECT id FROM programmes_country WHERE code = 'PK'))"
)
OF_FUNDER = (
    "p.id IN (SELECT programme_id FROM programmes_grant WHERE funder_id ="
    " (SELECT id FROM programmes_funder WHERE slug = 'made-funder-3'))"
)
NARROW = f"{BETWEEN} AND {IN_PAKISTAN} AND {OF_FUNDER}"
FACETS = [
    "SELECT country_id, COUNT(*) FROM programmes_programme_countries WHERE programme_id IN ({ids}) GROUP BY 1",
    "SELECT term_id, COUNT(*) FROM programmes_programme_terms WHERE programme_id IN ({ids}) GROUP BY 1",
    "SELECT funder_id, COUNT(DISTINCT programme_id) FROM programmes_grant WHERE programme_id IN ({ids}) GROUP BY 1",
    "SELECT agency_id, COUNT(DISTINCT programme_id) FROM programmes_participation"
    " WHERE programme_id IN ({ids}) GROUP BY 1",
]


def list_sql(where: str, facets: bool) -> list[str]:
    """The statements behind a list: a count, a page of 25, and the facets' counts if wanted."""
    ids = f"SELECT p.id FROM programmes_programme p WHERE {where}"
    counted = [f"SELECT COUNT(*) FROM programmes_programme p WHERE {where}"]
    page = [f"{ROWS} {where} ORDER BY p.start_earliest DESC LIMIT 25"]
    return counted + page + ([sql.format(ids=ids) for sql in FACETS] if facets else [])


def run_sql(statements: list[str]) -> None:
    """Run and fetch, with nothing built from the rows."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()


def median_ms(
    call: Callable[[], object], before: Callable[[], object] | None = None, runs: int = RUNS
) -> tuple[float, float]:
    """Medians of some runs in milliseconds, by the clock and of the processor, after one run that is not counted."""
    times, work = [], []
    for _ in range(runs + 1):
        if before:
            before()
        began, worked = time.perf_counter(), time.process_time()
        call()
        times.append((time.perf_counter() - began) * 1000)
        work.append((time.process_time() - worked) * 1000)
    return statistics.median(times[1:]), statistics.median(work[1:])


def fetch(client: Client, address: str) -> int:
    """Ask for an address and read the whole answer; the number of bytes."""
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return sum(len(part) for part in answer)


def report(name: str, page: tuple[float, float], queries: int | str, sql: float | None) -> None:
    """One line of the table."""
    bare = f"{sql:9.1f}" if sql is not None else "        -"
    times = f"{page[0] / sql:6.1f}" if sql else "     -"
    print(f"{name:<40}{page[0]:10.1f}{page[1]:10.1f}{queries!s:>9}{bare}{times}", flush=True)


def measure_pages(slug: str) -> None:
    """Each page, first at a new revision where that matters, then unchanged."""
    client = Client()
    detail = [f"{ROWS} p.slug = '{slug}'"] + [
        f"SELECT * FROM {table} WHERE programme_id = (SELECT id FROM programmes_programme WHERE slug = '{slug}')"
        for table in ("programmes_grant", "programmes_participation", "articles_claim")
    ]
    everything = [f"{ROWS} p.visibility = 'published'"]
    pages = [
        ("empty view", "/healthz", None, None),
        ("filtered list", f"/programmes/?country=PK&funder=made-funder-3&{YEARS}", list_sql(NARROW, False), None),
        ("broad list, facets, first view", f"/programmes/?{YEARS}", list_sql(BETWEEN, True), Revision.bump),
        ("broad list, facets, unchanged", f"/programmes/?{YEARS}", list_sql(BETWEEN, True), None),
        ("detail", f"/programmes/{slug}/", detail, None),
        ("country with half of them, first view", "/countries/PK/", None, Revision.bump),
        ("articles of a country, first view", "/articles/?country=PK", None, Revision.bump),
        ("articles of a funder, first view", "/articles/?funder=made-funder-3", None, Revision.bump),
        ("funders by amount, first view", "/funders/?sort=-amount", None, Revision.bump),
        ("timeline.json, first view", f"/timeline.json?{YEARS}", [f"{ROWS} {BETWEEN}"], Revision.bump),
        ("timeline.json, unchanged", f"/timeline.json?{YEARS}", [f"{ROWS} {BETWEEN}"], None),
        ("CSV of everything", "/programmes/?format=csv", everything, None),
    ]
    for name, address, sql, before in pages:
        runs = 3 if "CSV" in name else RUNS
        page = median_ms(lambda address=address: fetch(client, address), before, runs)
        if before:
            before()
        with CaptureQueriesContext(connection) as captured:
            fetch(client, address)
        bare = median_ms(lambda sql=sql: run_sql(sql), None, runs)[0] if sql else None
        report(name, page, len(captured), bare)
    seen = {"If-None-Match": client.get("/programmes/")["ETag"]}
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/programmes/", headers=seen).status_code == 304
    queries = len(captured)  # the next request empties the log
    again = median_ms(lambda: client.get("/programmes/", headers=seen))
    report("a page that the visitor has (304)", again, queries, None)


def measure_import(rows: int) -> None:
    """Preview and real import of new programmes, then the same file again."""
    made = StringIO()
    headers = ["slug", "title", "title_is_official", "summary", "status", "start", "start_basis", "countries", "crimes"]
    headers += ["paradigms", "relevance", "featured", "visibility"]
    same = ["yes", "Made up.", "active", "2019-05", "stated", "PK;BD", "TIP", "PREV;PROT", "main", "no", "published"]
    for number in range(rows):
        csv.writer(made).writerow([f"imported-{number}", f"Imported {number}", *same])
    table = Table(headers, list(csv.reader(StringIO(made.getvalue()))))
    for name, dry_run in (("preview", True), ("real", False), ("the same again, preview", True)):
        with CaptureQueriesContext(connection) as captured:
            began, worked = time.perf_counter(), time.process_time()
            outcome = run_import(ProgrammeResource(), table, dry_run=dry_run)
            taken = (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000
        assert not outcome.refused, summary_line(outcome)
        report(f"import of {rows:,} rows, {name}", taken, len(captured), None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--programmes", type=int, default=10_000)
    parser.add_argument("--rows", type=int, default=10_000, help="rows of the import")
    options = parser.parse_args()

    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    call_command("make_registry", programmes=options.programmes, verbosity=0)
    made = time.perf_counter() - began
    print(f"\n{connection.vendor}: {options.programmes:,} programmes, made in {made:.0f} s; medians of {RUNS} runs")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    print(f"{'page':<40}{'ms':>10}{'processor':>10}{'queries':>9}{'bare SQL':>9}{'times':>6}")
    measure_pages(Programme.objects.published().order_by("slug").first().slug)
    measure_import(options.rows)


if __name__ == "__main__":
    main()
