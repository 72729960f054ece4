"""What is reckoned once a data version - counts, totals, parts of pages - and kept until the register changes."""

import hashlib
from collections.abc import Callable
from functools import cache as once
from typing import Any

from django.conf import settings
from django.core.cache import cache

from programmes.models import Revision

SECONDS = 24 * 3600


@once
def release() -> str:
    """What tells one release of the program from another: when its newest file was written."""
    folders = (settings.BASE_DIR / name for name in ("templates", "programmes", "articles", "config"))
    files = (path for folder in folders for path in folder.rglob("*") if path.suffix in {".py", ".html"})
    return f"{max(path.stat().st_mtime for path in files):.0f}"


def kept(revision: Revision, name: str, reckon: Callable[[], Any]) -> Any:
    """What `reckon` answers, kept under a name for as long as the register stays as it is.

    The moment of the last write is in the key as well as the number, so that another database behind the same cache is
    never mistaken for this one; the release is in it, so that a new program reads nothing that an older one wrote.
    Before the first write there is no version to keep anything under.
    """
    if not revision.number:
        return reckon()
    version = f"{revision.number}|{revision.changed_at.timestamp()}|{release()}|{name}"
    key = f"kept:{hashlib.sha256(version.encode()).hexdigest()[:40]}"
    found = cache.get(key)
    if found is None:
        found = reckon()
        cache.set(key, found, SECONDS)
    return found
