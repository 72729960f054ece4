"""Files of a list: the same rows as the page without paging, with columns that are declared once."""

from programmes.exports.columns import AGENCIES, COUNTRIES, FUNDERS, MILESTONES, PROGRAMMES
from programmes.exports.files import FileTable, among, gather, respond

__all__ = [
    "AGENCIES",
    "COUNTRIES",
    "FUNDERS",
    "MILESTONES",
    "PROGRAMMES",
    "FileTable",
    "among",
    "gather",
    "respond",
]
