"""What a list page shows besides its rows: form, choices with counts, chips, orders, pages, files, notes.

`programmes.lists` gives the answer to a request, `programmes.rows` the rows; `Listing` is what stands around them.
"""

from programmes.listing.listing import Listing
from programmes.listing.parts import Note

__all__ = ["Listing", "Note"]
