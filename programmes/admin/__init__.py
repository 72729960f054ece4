"""Admin of the record, for editors."""

from programmes.admin import organisations, programmes, vocabulary

__all__ = ["organisations", "programmes", "vocabulary"]
