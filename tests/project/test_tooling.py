"""The locks, the set-up and the repository keep the promises that the README makes about them."""

import copy
import json
import os
import re
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tools import lock, vendor_assets, with_postgres

LOCKS = sorted(lock.LOCKS)
# an address from which packages are fetched, or a path of somebody's machine
REGISTRIES = re.compile(
    r"(?:files\.)?python"
    r"hosted\.org|pypi\.(?:org|io)|registry\.npm"
    r"js\.org|registry\.yarn"
    r"pkg\.com"
    r"|--(?:extra-)?index-url[ =]\w+://|--find-links[ =]\w*[:/]"
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:home|Users|root|work|opt/pypi|builds)/\w")

in_a_checkout = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a git checkout: nothing is tracked here")


def tracked_files() -> Iterator[Path]:
    """Every file that git holds or would take now."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in listing.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            yield ROOT / name


@pytest.fixture
def pyproject() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.fixture
def texts() -> dict[str, str]:
    return {name: (ROOT / name).read_text() for name in LOCKS}


def test_the_locks_agree_with_pyproject(pyproject: dict, texts: dict[str, str]) -> None:
    assert lock.problems(pyproject, texts) == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text()
    pins, odd = lock.read_lock(text)
    assert pins
    assert odd == []
    assert "://" not in text
    assert " @ " not in text


@pytest.mark.parametrize(
    ("table", "entry"),
    [
        ("project", "httpx>=0.28"),
        ("dev", "httpx>=0.28"),
        ("npm", "httpx>=0.28"),
        ("project", "django>=6"),
        ("dev", "ruff<0.1"),
    ],
)
def test_a_changed_pyproject_is_noticed(pyproject: dict, texts: dict[str, str], table: str, entry: str) -> None:
    changed = copy.deepcopy(pyproject)
    groups = changed["dependency-groups"]
    (changed["project"]["dependencies"] if table == "project" else groups[table]).append(entry)
    found = "\n".join(lock.problems(changed, texts))
    assert "was made from other dependencies" in found
    assert re.split("[<>]", entry)[0] in found


def test_a_dropped_dependency_is_noticed(pyproject: dict, texts: dict[str, str]) -> None:
    changed = copy.deepcopy(pyproject)
    changed["project"]["dependencies"].pop()
    assert lock.problems(changed, texts)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("--trusted-host packages.example.org", "unexpected line"),
        ("left-pad==1.0", "no hash"),
        ("left-pad @ https://packages.example.org/left-pad.whl", "unexpected line"),
    ],
)
def test_a_bad_line_in_a_lock_is_noticed(pyproject: dict, texts: dict[str, str], line: str, complaint: str) -> None:
    texts["requirements.txt"] += line + "\n"
    assert complaint in "\n".join(lock.problems(pyproject, texts))


def test_a_missing_lock_and_differing_pins_are_noticed(pyproject: dict, texts: dict[str, str]) -> None:
    version = lock.read_lock(texts["requirements.txt"])[0]["django"]
    texts["requirements-dev.txt"] = texts["requirements-dev.txt"].replace(f"django=={version}", "django==5.2.9999")
    del texts["requirements-npm.txt"]
    found = "\n".join(lock.problems(pyproject, texts))
    assert "requirements-npm.txt is missing" in found
    assert "another lock" in found


def test_every_dependency_says_why() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    tables = text[text.index("dependencies = [") : text.index("[tool.uv]")]
    entries = [line for line in tables.splitlines() if line.startswith('    "')]
    assert len(entries) > 25
    for entry in entries:
        assert re.search(r'",\s+# \S+ \S+', entry), f"no why: {entry}"


def test_npm_is_told_to_keep_addresses_out_and_to_run_nothing() -> None:
    settings = set((ROOT / ".npmrc").read_text().splitlines())
    wanted = {"omit-lockfile-registry-resolved=true", "ignore-scripts=true", "audit=false", "fund=false"}
    assert settings >= {*wanted, "update-notifier=false"}


def test_the_npm_lock_holds_hashes_and_no_address() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    top = packages.pop("")
    for table in ("dependencies", "devDependencies"):
        assert top[table] == wanted[table]
    assert packages
    for name, package in packages.items():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name


@in_a_checkout
def test_no_registry_and_no_path_of_a_machine_in_the_repository() -> None:
    found = []
    for path in tracked_files():
        text = path.read_bytes().decode(errors="replace")
        for pattern in (REGISTRIES, MACHINE_PATHS):
            found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in pattern.finditer(text)]
    assert found == []


@in_a_checkout
def test_nothing_that_set_up_makes_is_tracked() -> None:
    made = [
        ".venv/x",
        "node_modules/x",
        "static/vendor/x",
        "var/register.sqlite3",
        "uv.lock",
        ".env",
        "x/__pycache__/y.pyc",
    ]
    ignored = subprocess.run(["git", "check-ignore", *made], cwd=ROOT, capture_output=True, text=True)
    assert ignored.stdout.split() == made


class TestVendoredAssets:
    """tools/vendor_assets.py"""

    @pytest.fixture
    def source(self, tmp_path: Path) -> Path:
        for number, origin in enumerate(vendor_assets.FILES.values()):
            path = tmp_path / "source" / origin
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"/*! %d */ x = 1;\n//# sourceMappingURL=x.js.map\n" % number)
        return tmp_path / "source"

    def test_map_comments_are_cut_off_scripts_and_styles_alone(self) -> None:
        assert vendor_assets.without_map("a.js", b"x = 1;\n//# sourceMappingURL=a.js.map\n") == b"x = 1;\n"
        assert vendor_assets.without_map("a.css", b"a{}\n/*# sourceMappingURL=a.css.map */") == b"a{}\n"
        assert vendor_assets.without_map("a.js", b'x = "//# sourceMappingURL="') == b'x = "//# sourceMappingURL="'
        assert vendor_assets.without_map("a.woff2", b"//# sourceMappingURL=a") == b"//# sourceMappingURL=a"

    def test_a_second_run_writes_nothing(self, source: Path, tmp_path: Path) -> None:
        assert sorted(vendor_assets.vendor(source, tmp_path / "target")) == sorted(vendor_assets.FILES)
        assert vendor_assets.vendor(source, tmp_path / "target") == []

    def test_changed_missing_and_foreign_files_are_put_right(self, source: Path, tmp_path: Path) -> None:
        target = tmp_path / "target"
        vendor_assets.vendor(source, target)
        (target / "htmx.min.js").write_text("changed")
        (target / "bootstrap.min.css").unlink()
        (target / "outlived.js").write_text("old")
        changed = vendor_assets.vendor(source, target)
        assert sorted(changed) == ["bootstrap.min.css", "htmx.min.js", "outlived.js"]
        assert not (target / "outlived.js").exists()

    def test_what_is_served_names_no_source_map(self) -> None:
        served = list(vendor_assets.TARGET.rglob("*.js")) + list(vendor_assets.TARGET.rglob("*.css"))
        assert served, "run `make setup`"
        assert not [path.name for path in served if b"sourceMappingURL" in path.read_bytes()]


class TestThrowAwayPostgres:
    """tools/with_postgres.py"""

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        tool = [sys.executable, str(ROOT / "tools" / "with_postgres.py"), *command]
        return subprocess.run(tool, env={**os.environ, **environment}, capture_output=True, text=True)

    @pytest.mark.skipif(with_postgres.server_folder() is None, reason="no PostgreSQL server on this machine")
    def test_the_command_finds_a_server_and_gives_the_exit_code(self) -> None:
        script = (
            "import os, psycopg, sys, urllib.parse as u; parts = u.urlsplit(os.environ['DATABASE_URL']);"
            "host = u.unquote(parts.netloc.split('@')[1]); print(host);"
            "c = psycopg.connect(host=host, user='postgres', dbname='postgres');"
            "sys.exit(c.execute('select 7').fetchone()[0])"
        )
        result = self.run(sys.executable, "-c", script)
        assert result.returncode == 7, result.stderr
        assert not Path(result.stdout.strip()).exists()

    @pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
    def test_a_machine_without_a_server(
        self, ci: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(with_postgres, "server_folder", lambda: None)
        monkeypatch.setattr(sys, "argv", ["with_postgres.py", "false"])
        monkeypatch.setenv("CI", ci)
        assert with_postgres.main() == code
        message = capsys.readouterr().err
        assert message.startswith("PostgreSQL: no server found")
        assert message.count("\n") == 1


def test_an_old_or_absent_python_is_named_in_one_line(tmp_path: Path) -> None:
    old = tmp_path / "python2"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    for python in (str(old), str(tmp_path / "absent")):
        result = subprocess.run([ROOT / "tools" / "venv.sh", tmp_path / "venv", python], capture_output=True, text=True)
        assert result.returncode == 1
        assert result.stderr == f"PYTHON={python} is not Python 3.11 or newer.\n"


def test_tests_cannot_leave_this_machine() -> None:
    with socket.socket() as outside, pytest.raises(AssertionError, match="tried to reach"):
        outside.connect(("192.0.2.1", 80))
