"""Articles, statistics and claims as files."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from articles.models import Article, Claim, Statistic
from articles.models.article import normalise_url
from articles.models.claim import SUBJECTS
from programmes.models import Country, Term
from programmes.resources.base import RegisterResource
from programmes.resources.columns import Column
from programmes.resources.lookups import Lookup, quoted
from programmes.resources.widgets import ReferenceWidget, TextWidget

Subject = tuple[str, int]


class AddressWidget(TextWidget):
    """A web address in the one form that the register keeps."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        return normalise_url(value)


class ArticleResource(RegisterResource):
    """The full text is in no file: it is read, written and compared nowhere here."""

    name = "articles"
    url = Column("url", AddressWidget(), Article._meta.get_field("url"))
    withheld = {"text": "", "text_hash": ""}
    released = {"url": (None, ("url",))}

    class Meta:
        model = Article
        import_id_fields = ("slug",)
        fields = (
            *("slug", "title", "title_is_headline", "publisher", "byline", "url", "published", "language", "origin"),
            *("reliability", "summary", "visibility"),
        )


class StatisticResource(RegisterResource):
    name = "statistics"
    indicator = Column(
        "indicator_id", ReferenceWidget(Term, vocabulary="indicator"), Statistic._meta.get_field("indicator")
    )
    crime = Column("crime_id", ReferenceWidget(Term, vocabulary="crime"), Statistic._meta.get_field("crime"))

    class Meta:
        model = Statistic
        import_id_fields = ("slug",)
        fields = (
            *("slug", "indicator", "label", "value", "value_min", "value_max", "is_censored", "as_printed", "measure"),
            *("unit", "country", "subdivision", "crime", "period", "period_basis", "authority", "programme", "note"),
            "visibility",
        )

    def prepare(self, instance: models.Model) -> None:
        """Hang on the objects that the model's own check looks at, so that it asks for none."""
        super().prepare(instance)
        for name, lookup in (
            ("country", self.lookup(Country)),
            ("indicator", self.lookup(Term, vocabulary="indicator")),
            ("crime", self.lookup(Term, vocabulary="crime")),
        ):
            pk = getattr(instance, f"{name}_id")
            if pk in lookup.objects:
                setattr(instance, name, lookup.objects[pk])


class SubjectWidget(TextWidget):
    """What a claim is about: `programme:<slug>`, `participation:<programme>/<agency>/<role>` ..."""

    asks_validators = False
    refers = True

    def bind(self, resource: RegisterResource) -> None:
        self.lookups: dict[str, Lookup] = {kind: resource.lookup(model) for kind, model in SUBJECTS.items()}

    def prepare(self, texts: Iterable[str]) -> None:
        by_kind: dict[str, set[str]] = {}
        for text in texts:
            kind, _, key = text.partition(":")
            by_kind.setdefault(kind, set()).add(key)
        for kind, keys in by_kind.items():
            if kind in self.lookups:
                self.lookups[kind].fetch(keys)

    def prepare_stored(self, values: Iterable[Subject | None]) -> None:
        by_kind: dict[str, set[int]] = {}
        for kind, pk in filter(None, values):
            by_kind.setdefault(kind, set()).add(pk)
        for kind, ids in by_kind.items():
            self.lookups[kind].fetch_ids(ids)

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> Subject:
        kind, colon, key = value.partition(":")
        if not colon or kind not in SUBJECTS or not key:
            raise ValueError(f"{quoted(value)} is not a kind and a key, such as programme:… ({', '.join(SUBJECTS)})")
        if kind == "participation" and self.lookups[kind].find(key) is None:
            key = self._with_agencys_slug(key)
        return kind, self.lookups[kind].id_of(key)

    def _with_agencys_slug(self, key: str) -> str:
        """The key of a participation that names its agency in another way than by slug."""
        programme, _, rest = key.partition("/")
        agency, _, role = rest.rpartition("/")
        found = self.lookups["agency"].find(agency)
        return f"{programme}/{self.lookups['agency'].key_of(found)}/{role}" if found else key

    def render(self, value: Subject | None, obj: Any = None, **kwargs: Any) -> str:
        return f"{value[0]}:{self.lookups[value[0]].key_of(value[1])}" if value else ""


class SubjectColumn(Column):
    """One column in the file for the seven of the model, of which exactly one is filled."""

    def __init__(self) -> None:
        super().__init__("subject", SubjectWidget())

    @property
    def attributes(self) -> tuple[str, ...]:
        return tuple(f"{kind}_id" for kind in SUBJECTS)

    def get_value(self, instance: Claim) -> Subject | None:
        kind = instance.subject_kind
        return (kind, getattr(instance, f"{kind}_id")) if kind else None

    def assign(self, instance: Claim, value: Subject) -> None:
        for kind in SUBJECTS:
            setattr(instance, f"{kind}_id", value[1] if kind == value[0] else None)


class ClaimResource(RegisterResource):
    name = "claims"
    subject = SubjectColumn()
    released = {"preferred": (False, ("subject", "field", "preferred"))}

    class Meta:
        model = Claim
        import_id_fields = ("key",)
        fields = (
            *("key", "article", "subject", "field", "stated_value", "as_of", "scope", "reading", "fidelity", "locator"),
            *("preferred", "note"),
        )

    def make_lookup(self, model: type[models.Model], **only: Any) -> Lookup:
        return Lookup(model, key=("key",)) if model is Claim else super().make_lookup(model, **only)

    def unique_refusal(self, fields: tuple[str, ...], other: str) -> tuple[str, str]:
        return "preferred", f"at most one claim on a subject's field is preferred, and {other} is"
