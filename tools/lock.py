"""Write the Python locks from pyproject.toml, or check that they agree with it.

    python tools/lock.py write [--upgrade]   needs uv and a package index
    python tools/lock.py check               needs neither

Each lock says in its second line which dependency tables it was made from, so that a changed
pyproject.toml is noticed without resolving anything.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# Written by `make lock` from pyproject.toml: do not edit by hand.\n# dependencies: sha256:{digest}\n"
# lock -> (project dependencies in it?, the group in it)
LOCKS: dict[str, tuple[bool, str | None]] = {
    "requirements.txt": (True, None),
    "requirements-dev.txt": (True, "dev"),
    "requirements-npm.txt": (False, "npm"),
}
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)")
HASH = re.compile(r"^\s+--hash=sha256:[0-9a-f]{64}(?: \\)?$")


def wanted(pyproject: dict[str, Any], lock: str) -> list[str]:
    """The requirements that pyproject.toml puts into this lock."""
    with_project, group = LOCKS[lock]
    own = pyproject["project"]["dependencies"] if with_project else []
    return [*own, *(pyproject["dependency-groups"][group] if group else [])]


def digest(pyproject: dict[str, Any], lock: str) -> str:
    """What the lock was made from, comments and order left out."""
    tables = {"python": pyproject["project"]["requires-python"], "requirements": sorted(wanted(pyproject, lock))}
    return hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()


def read_lock(text: str) -> tuple[dict[str, str], list[str]]:
    """The pins of a lock, and its lines that are neither pin, hash nor comment, or that lack a hash."""
    pins: dict[str, str] = {}
    odd: list[str] = []
    hashed = True
    for line in text.splitlines():
        if pin := PIN.match(line):
            if not hashed:
                odd.append("a pin without a hash before: " + line)
            pins[canonicalize_name(pin["name"])] = pin["version"]
            hashed = False
        elif HASH.match(line):
            hashed = True
        elif line.strip() and not line.startswith("#"):
            odd.append(line)
    if not hashed:
        odd.append("the last pin has no hash")
    return pins, odd


def problems(pyproject: dict[str, Any], texts: dict[str, str]) -> list[str]:
    """All that keeps these locks from being what pyproject.toml asks for."""
    found: list[str] = []
    pinned: dict[str, str] = {}
    for lock in LOCKS:
        text = texts.get(lock)
        if text is None:
            found.append(f"{lock} is missing")
            continue
        pins, odd = read_lock(text)
        found += [f"{lock}: unexpected line: {line.strip()}" for line in odd]
        if f"sha256:{digest(pyproject, lock)}\n" not in text:
            found.append(f"{lock} was made from other dependencies than pyproject.toml names")
        for requirement in map(Requirement, wanted(pyproject, lock)):
            version = pins.get(canonicalize_name(requirement.name))
            if version is None:
                found.append(f"{lock} does not hold {requirement.name}")
            elif not requirement.specifier.contains(version, prereleases=True):
                found.append(f"{lock} holds {requirement.name} {version}, but pyproject.toml asks for {requirement}")
        for name, version in pins.items():
            if pinned.setdefault(name, version) != version:
                found.append(f"{lock} holds {name} {version}, another lock {pinned[name]}")
    return found


def load() -> tuple[dict[str, Any], dict[str, str]]:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return pyproject, {lock: (ROOT / lock).read_text() for lock in LOCKS if (ROOT / lock).exists()}


def write(upgrade: bool) -> None:
    pyproject, _ = load()
    for lock, (with_project, group) in LOCKS.items():
        path = ROOT / lock
        command = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
        command += ["--no-emit-index-url", "--no-annotate", "--no-header", "--output-file", str(path)]
        command += ["--upgrade"] if upgrade else []
        command += [str(ROOT / "pyproject.toml")] if with_project else []
        command += ["--group", group] if group else []
        # the tools see the very versions that run in production
        command += ["--constraint", str(ROOT / "requirements.txt")] if with_project and group else []
        subprocess.run(command, cwd=ROOT, check=True)
        path.write_text(HEADER.format(digest=digest(pyproject, lock)) + path.read_text())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["write", "check"])
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions that pyproject.toml allows")
    options = parser.parse_args()
    if options.action == "write":
        write(options.upgrade)
    found = problems(*load())
    for problem in found:
        print(problem, file=sys.stderr)
    if found:
        print("Run `make lock` and commit the result.", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
