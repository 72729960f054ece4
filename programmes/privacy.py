"""Which columns of the record the public may read: every one is declared, or a test fails.

`PUBLIC` may stand on a page, in a file or in an interface. `SENSITIVE` never leaves staff pages.
A new field goes into one of the two, and `make dictionary` writes it into docs/data-dictionary.md.
"""

from django.db.models import Model

from programmes.models import (
    Agency,
    Country,
    ExchangeRate,
    Funder,
    Grant,
    ImportJob,
    Milestone,
    Participation,
    Programme,
    Revision,
    Term,
)

# Row numbers say how many drafts there are between two public rows; names in addresses are slugs.
ROW = {"id"}
# When an editor began to work on something is nobody's business; when it last changed is.
EDITING = ROW | {"visibility", "created_at"}

ORGANISATION = {
    "slug",
    "name",
    "acronym",
    "aliases",
    "kind",
    "country",
    "website",
    "identifier",
    "note",
    "source_count",
    "updated_at",
}

PUBLIC: dict[type[Model], set[str]] = {
    Term: {"vocabulary", "code", "label", "definition", "source", "position"},
    Country: {"code", "alpha3", "name"},
    ExchangeRate: {"currency", "date", "per_usd", "source"},
    Funder: ORGANISATION,
    Agency: ORGANISATION | {"also_funder"},
    Milestone: {
        *("slug", "title", "kind", "country", "summary", "source_count", "updated_at"),
        *("date", "date_earliest", "date_latest", "end", "end_earliest", "end_latest"),
    },
    Programme: {
        *("slug", "title", "title_is_official", "summary", "status", "duration_months", "target_groups"),
        *("start", "start_earliest", "start_latest", "start_basis", "start_reason"),
        *("end", "end_earliest", "end_latest", "end_basis", "end_reason"),
        *("countries", "terms", "predecessor", "aligned_with", "relevance", "featured"),
        *("active_from", "active_to", "total_usd", "money_state", "source_count", "contested_count", "updated_at"),
    },
    Grant: {
        *("slug", "programme", "funder", "amount", "currency", "kind", "part_of", "note"),
        *("announced", "announced_earliest", "announced_latest"),
        *("amount_usd", "usd_rate", "usd_rate_date", "usd_rate_source"),
    },
    Participation: {"programme", "agency", "role", "basis", "reason"},
    Revision: {"number", "changed_at"},
    ImportJob: set(),
}

SENSITIVE: dict[type[Model], set[str]] = {
    Term: ROW,
    Country: ROW,
    ExchangeRate: ROW,
    Funder: EDITING,
    Agency: EDITING,
    Milestone: EDITING,
    Programme: EDITING,
    Grant: ROW,
    Participation: ROW,
    Revision: ROW,
    # Editors' work, and rows that nobody has confirmed: staff alone, and of them only the owner.
    ImportJob: {
        *("id", "owner", "model", "file_name", "sha256", "state", "table", "preview", "plan"),
        *("new", "changed", "unchanged", "refused", "created_at", "finished_at", "revision"),
    },
}
