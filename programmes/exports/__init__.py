"""Files of a list: the same rows as the page without paging, with columns that are declared once."""

from programmes.exports.files import Table, among, gather, raw_text, respond, safe_text
from programmes.exports.tables import AGENCIES, COUNTRIES, FUNDERS, MILESTONES, PROGRAMMES

__all__ = [
    "AGENCIES",
    "COUNTRIES",
    "FUNDERS",
    "MILESTONES",
    "PROGRAMMES",
    "Table",
    "among",
    "gather",
    "raw_text",
    "respond",
    "safe_text",
]
