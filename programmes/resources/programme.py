"""Programmes as files."""

from programmes.models import Programme, Term
from programmes.resources.base import RegisterResource
from programmes.resources.columns import Column
from programmes.resources.widgets import ReferencesWidget, WordsWidget


def terms_column(vocabulary: str) -> Column:
    """The programme's terms of one code list."""
    return Column("terms", ReferencesWidget(Term, vocabulary=vocabulary), Programme._meta.get_field("terms"))


class ProgrammeResource(RegisterResource):
    name = "programmes"
    crimes = terms_column("crime")
    paradigms = terms_column("paradigm")
    exploitations = terms_column("exploitation")
    victim_groups = terms_column("victim_group")
    target_groups = Column("target_groups", WordsWidget(), Programme._meta.get_field("target_groups"))
    derived = ("active_from", "active_to")

    class Meta:
        model = Programme
        import_id_fields = ("slug",)
        fields = (
            *("slug", "title", "title_is_official", "summary", "status"),
            *("start", "start_basis", "start_reason", "end", "end_basis", "end_reason", "duration_months"),
            *("countries", "crimes", "paradigms", "exploitations", "victim_groups", "target_groups"),
            *("predecessor", "aligned_with", "relevance", "featured", "visibility"),
        )
