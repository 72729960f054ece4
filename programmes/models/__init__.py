"""The record: who does what against trafficking and smuggling, where, at what cost."""

from programmes.models.base import Basis, Publishable, PublishableQuerySet, Visibility
from programmes.models.fields import UncertainDateField
from programmes.models.grant import Grant, Participation, editors_rates_of
from programmes.models.import_job import ImportJob
from programmes.models.milestone import Milestone
from programmes.models.organisations import Agency, Funder, Organisation
from programmes.models.programme import Programme
from programmes.models.revision import Revision
from programmes.models.vocabulary import Country, ExchangeRate, Term

__all__ = [
    "Agency",
    "Basis",
    "Country",
    "ExchangeRate",
    "Funder",
    "Grant",
    "ImportJob",
    "Milestone",
    "Organisation",
    "Participation",
    "Programme",
    "Publishable",
    "PublishableQuerySet",
    "Revision",
    "Term",
    "UncertainDateField",
    "Visibility",
    "editors_rates_of",
]
