"""Single writes keep the register's reckoned columns and its data version true.

Bulk writers (imports, loads, `make_registry`) send no signals; they call the actions
themselves, once, at their end.
"""

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from programmes import actions
from programmes.models import (
    Agency,
    Country,
    ExchangeRate,
    Funder,
    Grant,
    Milestone,
    Participation,
    Programme,
    Revision,
    Term,
)

PUBLIC_MODELS = (Agency, Country, ExchangeRate, Funder, Grant, Milestone, Participation, Programme, Term)


def bump_revision(sender: type[Model], raw: bool = False, **_: object) -> None:
    """A write to public data raises the data version."""
    if not raw:
        Revision.bump()


for model in PUBLIC_MODELS:
    post_save.connect(bump_revision, sender=model, dispatch_uid=f"revision-save-{model.__name__}")
    post_delete.connect(bump_revision, sender=model, dispatch_uid=f"revision-delete-{model.__name__}")
for through in (Programme.countries.through, Programme.terms.through, Programme.aligned_with.through):
    m2m_changed.connect(bump_revision, sender=through, dispatch_uid=f"revision-m2m-{through.__name__}")


@receiver([post_save, post_delete], sender=Grant)
def refresh_money_of_grant(instance: Grant, raw: bool = False, **_: object) -> None:
    """A grant written or removed changes what its programme is known to have received."""
    if not raw:
        actions.refresh_money(programme_ids=[instance.programme_id])


@receiver(post_save, sender=Funder)
def refresh_money_of_funder(instance: Funder, created: bool, raw: bool = False, **_: object) -> None:
    """A funder published or withdrawn takes its grants along."""
    if not raw and not created:
        actions.refresh_money(programme_ids=list(instance.grants.values_list("programme_id", flat=True)))


@receiver(post_save, sender=Programme)
def refresh_money_of_programme(instance: Programme, created: bool, raw: bool = False, **_: object) -> None:
    """A start that changed may change the rate of undated grants; a programme published or withdrawn, its total."""
    if not raw and not created:
        actions.convert_grants(grants=instance.grants.filter(announced_earliest=None))
        actions.refresh_money(programme_ids=[instance.pk])


@receiver([post_save, post_delete], sender=ExchangeRate)
def convert_with_new_rate(instance: ExchangeRate, raw: bool = False, **_: object) -> None:
    """An editors' rate reaches every grant in its currency."""
    if not raw:
        actions.convert_grants(grants=Grant.objects.filter(currency=instance.currency))
