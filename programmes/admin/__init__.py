"""Admin of the record, for editors."""

from programmes.admin import jobs, milestones, organisations, programmes, vocabulary

__all__ = ["jobs", "milestones", "organisations", "programmes", "vocabulary"]
