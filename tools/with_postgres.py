"""Run a command against a throw-away PostgreSQL cluster: python tools/with_postgres.py CMD ...

The cluster lives in a temporary folder, listens on a Unix socket alone and is gone afterwards,
however the command ends. The command finds it in DATABASE_URL. Where the machine has no PostgreSQL
server, one line says so and nothing is run; with CI=true that is a failure.
"""

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from urllib.parse import quote

INSTALLED = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
# durability is worth nothing in a cluster that lives for minutes
OPTIONS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=60"
LEFT_OUT = "PostgreSQL: no server found (initdb, pg_ctl); install the package `postgresql`."


def server_folder() -> Path | None:
    """The folder of the newest server's programs."""
    folders = [folder for pattern in INSTALLED for folder in Path("/").glob(pattern.lstrip("/"))]
    folders.sort(key=lambda folder: [int(number) for number in re.findall(r"\d+", folder.parent.name)], reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


def unprivileged() -> pwd.struct_passwd | None:
    """Who runs the server: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def run(command: list[str], user: pwd.struct_passwd | None) -> None:
    """Run a program of the server as its user; what it prints is shown only if it fails."""
    # output goes to a file, not a pipe: the server started by pg_ctl would hold a pipe open
    with tempfile.TemporaryFile() as output:
        result = subprocess.run(
            command,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        if result.returncode:
            output.seek(0)
            raise SystemExit(f"{command[0]} failed:\n{output.read().decode(errors='replace')}")


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """A running cluster's address, as DATABASE_URL wants it."""
    user = unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="register-postgres-"))
    data = folder / "data"
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    try:
        initdb = [str(programs / "initdb"), "--pgdata", str(data), "--username", "postgres", "--auth", "trust"]
        run([*initdb, "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"], user)
        pg_ctl = [str(programs / "pg_ctl"), "--pgdata", str(data), "--wait"]
        run([*pg_ctl, "--log", str(folder / "log"), "--options", f"-k {folder} {OPTIONS}", "start"], user)
        try:
            yield f"postgres://postgres@{quote(str(folder), safe='')}/postgres"
        finally:
            run([*pg_ctl, "--mode", "immediate", "stop"], user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def leave(signum: int, frame: FrameType | None) -> None:
    """Turn a signal to stop into an exception, so that the cluster is cleaned up."""
    raise SystemExit(128 + signum)


def main() -> int:
    command = sys.argv[1:]
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    programs = server_folder()
    if programs is None:
        in_ci = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
        print(LEFT_OUT, "CI runs on both databases." if in_ci else "Left out: the run on PostgreSQL.", file=sys.stderr)
        return 1 if in_ci else 0
    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGHUP, leave)
    with cluster(programs) as address:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}).returncode


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except KeyboardInterrupt:
        raise SystemExit(130) from None
