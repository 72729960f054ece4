"""Admin of programmes, their grants and the roles in them."""

from django.contrib import admin
from django.db.models import ManyToManyField
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest

from programmes import money
from programmes.admin.base import PublishingAdmin, RegisterAdmin
from programmes.models import Grant, Participation, Programme, Term
from programmes.resources import GrantResource, ParticipationResource, ProgrammeResource

# The code lists that describe a programme; the others (units, statuses) describe other things.
PROGRAMME_VOCABULARIES = ["crime", "paradigm", "exploitation", "victim_group"]


class GrantInline(admin.StackedInline):
    """A programme's grants."""

    model = Grant
    extra = 0
    autocomplete_fields = ["funder", "part_of"]
    fieldsets = [
        (
            None,
            {"fields": ["funder", "slug", ("amount", "currency", "kind"), ("announced", "part_of"), "note"]},
        )
    ]


class ParticipationInline(admin.TabularInline):
    """The agencies in a programme."""

    model = Participation
    extra = 0
    autocomplete_fields = ["agency"]
    fields = ["agency", "role", "basis", "reason"]


@admin.register(Programme)
class ProgrammeAdmin(PublishingAdmin):
    """Programmes with their grants and roles."""

    resource_class = ProgrammeResource
    list_display = ["title", "status", "start", "end", "total", "source_count", "relevance", "visibility"]
    list_filter = [
        "visibility",
        "status",
        "relevance",
        "money_state",
        "featured",
        ("countries", admin.RelatedOnlyFieldListFilter),
    ]
    search_fields = ["title", "slug", "summary"]
    autocomplete_fields = ["countries", "predecessor", "aligned_with"]
    filter_horizontal = ["terms"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [GrantInline, ParticipationInline]
    readonly_fields = ["total", "money_state", "source_count", "contested_count"]
    fieldsets = [
        (None, {"fields": ["title", "title_is_official", "slug", "summary", ("visibility", "featured")]}),
        (
            "When",
            {
                "fields": [
                    "status",
                    ("start", "start_basis"),
                    "start_reason",
                    ("end", "end_basis"),
                    "end_reason",
                    "duration_months",
                ]
            },
        ),
        ("Where and what", {"fields": ["countries", "terms", "target_groups", "relevance"]}),
        ("Context", {"fields": ["predecessor", "aligned_with"]}),
        ("Kept by the register", {"fields": [("total", "money_state"), ("source_count", "contested_count")]}),
    ]

    @admin.display(description="total in US dollars", ordering="total_usd")
    def total(self, programme: Programme) -> str:
        return money.exact(programme.total_usd, money.USD)

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: object
    ) -> ModelMultipleChoiceField | None:
        if db_field.name == "terms":
            kwargs["queryset"] = Term.objects.filter(vocabulary__in=PROGRAMME_VOCABULARIES)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(Grant)
class GrantAdmin(RegisterAdmin):
    """All grants."""

    resource_class = GrantResource
    list_display = ["slug", "programme", "funder", "stated", "dollars", "kind", "announced"]
    list_filter = ["kind", "currency", ("funder", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["programme", "funder"]
    search_fields = ["slug", "programme__title", "funder__name", "funder__acronym", "note"]
    autocomplete_fields = ["programme", "funder", "part_of"]
    readonly_fields = ["amount_usd", "usd_rate", "usd_rate_date", "usd_rate_source"]
    fieldsets = [
        (
            None,
            {"fields": ["programme", "funder", "slug", ("amount", "currency", "kind"), "announced", "part_of", "note"]},
        ),
        (
            "Reckoned by the register",
            {"fields": [("amount_usd", "usd_rate"), ("usd_rate_date", "usd_rate_source")]},
        ),
    ]

    @admin.display(description="amount", ordering="amount")
    def stated(self, grant: Grant) -> str:
        return money.exact(grant.amount, grant.currency)

    @admin.display(description="in US dollars", ordering="amount_usd")
    def dollars(self, grant: Grant) -> str:
        return money.exact(grant.amount_usd, money.USD) if grant.amount_usd is not None else "not converted"


@admin.register(Participation)
class ParticipationAdmin(RegisterAdmin):
    """All roles of agencies in programmes."""

    resource_class = ParticipationResource
    list_display = ["programme", "agency", "role", "basis"]
    list_filter = ["role", "basis", ("agency", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["programme", "agency"]
    search_fields = ["programme__title", "programme__slug", "agency__name", "agency__acronym"]
    autocomplete_fields = ["programme", "agency"]
