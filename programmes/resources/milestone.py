"""Laws, plans, treaties and systems as files."""

from programmes.models import Milestone
from programmes.resources.base import RegisterResource


class MilestoneResource(RegisterResource):
    name = "milestones"

    class Meta:
        model = Milestone
        import_id_fields = ("slug",)
        fields = ("slug", "title", "kind", "country", "date", "end", "summary", "visibility")
