"""Admin of the record, for editors."""

from programmes.admin import jobs, organisations, programmes, vocabulary

__all__ = ["jobs", "organisations", "programmes", "vocabulary"]
