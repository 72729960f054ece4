"""Copy the files that browsers get from node_modules/ to static/vendor/.

Source map comments are cut off: the maps are not copied, and the manifest storage fails on a
comment that names a missing file. A file that is already right is left alone, any other goes.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules"
TARGET = ROOT / "static" / "vendor"

SANS = "@fontsource-variable/source-sans-3"
SERIF = "@fontsource-variable/source-serif-4"
# where it is served -> where npm puts it
FILES = {
    "bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "bootstrap.rtl.min.css": "bootstrap/dist/css/bootstrap.rtl.min.css",
    "bootstrap.bundle.min.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "chart.umd.min.js": "chart.js/dist/chart.umd.min.js",
    "chartjs-adapter-date-fns.bundle.min.js": ("chartjs-adapter-date-fns/dist/chartjs-adapter-date-fns.bundle.min.js"),
    # Latin carries English; the extended subset is fetched only by pages with such names as Čok or Şahin
    "fonts/source-sans-3-latin.woff2": f"{SANS}/files/source-sans-3-latin-wght-normal.woff2",
    "fonts/source-sans-3-latin-italic.woff2": f"{SANS}/files/source-sans-3-latin-wght-italic.woff2",
    "fonts/source-sans-3-latin-ext.woff2": f"{SANS}/files/source-sans-3-latin-ext-wght-normal.woff2",
    "fonts/source-sans-3-latin-ext-italic.woff2": f"{SANS}/files/source-sans-3-latin-ext-wght-italic.woff2",
    "fonts/source-serif-4-latin.woff2": f"{SERIF}/files/source-serif-4-latin-wght-normal.woff2",
    "fonts/source-serif-4-latin-ext.woff2": f"{SERIF}/files/source-serif-4-latin-ext-wght-normal.woff2",
    # what we serve goes out with its licence
    "licences/bootstrap.txt": "bootstrap/LICENSE",
    "licences/htmx.txt": "htmx.org/LICENSE",
    "licences/chart.js.txt": "chart.js/LICENSE.md",
    "licences/chartjs-adapter-date-fns.txt": "chartjs-adapter-date-fns/LICENSE.md",
    "licences/source-sans-3.txt": f"{SANS}/LICENSE",
    "licences/source-serif-4.txt": f"{SERIF}/LICENSE",
}
MAP_COMMENT = re.compile(
    rb"(?m)^//[#@][ \t]*sourceMappingURL=[^\r\n]*\r?\n?|/\*[#@][ \t]*sourceMappingURL=[^*]*\*/\r?\n?"
)


def without_map(name: str, content: bytes) -> bytes:
    """The file's bytes, less a comment that names its source map."""
    return MAP_COMMENT.sub(b"", content) if name.endswith((".js", ".css")) else content


def vendor(source: Path, target: Path) -> list[str]:
    """Make target hold exactly FILES; the names of those that were written or removed."""
    changed = []
    for name, origin in FILES.items():
        content = without_map(name, (source / origin).read_bytes())
        path = target / name
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            changed.append(name)
    for path in target.rglob("*"):
        name = path.relative_to(target).as_posix()
        if path.is_file() and name not in FILES and not name.startswith("."):
            path.unlink()
            changed.append(name)
    return changed


def main() -> int:
    try:
        vendor(SOURCE, TARGET)
    except FileNotFoundError as error:
        print(f"{error.filename} is missing: run `make setup`.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
