"""How large an uploaded file may be, and what it may ask of the machine.

Imported by the confined reader, which runs without Django: nothing but numbers here.
"""

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_CELLS = 2_000_000
# lines may be many more than rows, since a quoted cell holds line breaks
MAX_LINES = 500_000

# a workbook is a zip archive
MAX_ENTRIES = 200
MAX_UNZIPPED = 64 * 1024 * 1024
MAX_RATIO = 100
# small parts compress as they like: styles are one pattern repeated
RATIO_FROM = 1024 * 1024

# of the confined reader
SECONDS = 20
MEMORY = 200 * 1024 * 1024
