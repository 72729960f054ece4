"""Funders and agencies as files."""

from programmes.models import Agency, Funder
from programmes.resources.base import RegisterResource
from programmes.resources.columns import Column
from programmes.resources.widgets import WordsWidget

# fmt: off
SHARED = ("slug", "name", "acronym", "aliases", "kind", "country", "website", "identifier")
# fmt: on


class FunderResource(RegisterResource):
    name = "funders"
    aliases = Column("aliases", WordsWidget(), Funder._meta.get_field("aliases"))

    class Meta:
        model = Funder
        import_id_fields = ("slug",)
        fields = (*SHARED, "note", "visibility")


class AgencyResource(RegisterResource):
    name = "agencies"
    aliases = Column("aliases", WordsWidget(), Agency._meta.get_field("aliases"))
    released = {"also_funder": (None, ("also_funder",))}

    class Meta:
        model = Agency
        import_id_fields = ("slug",)
        fields = (*SHARED, "also_funder", "note", "visibility")

    def unique_refusal(self, fields: tuple[str, ...], other: str) -> tuple[str, str]:
        return fields[-1], f"this funder is already joined to another agency, {other}"
