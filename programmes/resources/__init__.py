"""The record as files: one resource a model, one engine for every import (see `engine`)."""

from programmes.resources.base import RegisterResource
from programmes.resources.grant import GrantResource, ParticipationResource
from programmes.resources.milestone import MilestoneResource
from programmes.resources.organisations import AgencyResource, FunderResource
from programmes.resources.programme import ProgrammeResource
from programmes.resources.vocabulary import CountryResource, ExchangeRateResource, TermResource

__all__ = [
    "AgencyResource",
    "CountryResource",
    "ExchangeRateResource",
    "FunderResource",
    "GrantResource",
    "MilestoneResource",
    "ParticipationResource",
    "ProgrammeResource",
    "RegisterResource",
    "TermResource",
]
