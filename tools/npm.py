"""Run npm: the machine's own where it has one that can read the lock, else PyPI's in this virtual environment."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# the first that leaves addresses out of the lock
OLDEST_NPM = 8


def system_npm() -> str | None:
    """The machine's npm, if it works here and is new enough."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    answer = subprocess.run([npm, "--version"], capture_output=True, text=True, cwd=ROOT)
    version = re.match(r"(\d+)\.", answer.stdout.strip())
    return npm if answer.returncode == 0 and version and int(version[1]) >= OLDEST_NPM else None


def own_npm() -> str:
    """The npm of this virtual environment, installed on first use."""
    npm = Path(sys.prefix) / "bin" / "npm"
    if not npm.exists():
        print("No usable npm on this machine: installing one into the virtual environment (206 MB).", flush=True)
        pip = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes"]
        lock = ROOT / "requirements-npm.txt"
        subprocess.run([*pip, "--only-binary", ":all:", "-r", str(lock)], check=True)
    return str(npm)


def main() -> int:
    return subprocess.run([system_npm() or own_npm(), *sys.argv[1:]], cwd=ROOT).returncode


if __name__ == "__main__":
    raise SystemExit(main())
