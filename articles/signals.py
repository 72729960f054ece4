"""Single writes of evidence keep the counts on the record and the data version true."""

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from articles import actions
from articles.models import Article, Claim, Statistic
from programmes.resources.after import Outcome
from programmes.resources.engine import imported
from programmes.signals import bump_revision

for model in (Article, Claim, Statistic):
    post_save.connect(bump_revision, sender=model, dispatch_uid=f"revision-save-{model.__name__}")
    post_delete.connect(bump_revision, sender=model, dispatch_uid=f"revision-delete-{model.__name__}")


@receiver([post_save, post_delete], sender=Claim)
def recount_subject(instance: Claim, raw: bool = False, **_: object) -> None:
    """A claim written or removed changes how many sources its subject has."""
    if not raw:
        actions.refresh_source_counts(claims=[instance])


@receiver(post_save)
def recount_around(sender: type[Model], instance: Model, created: bool, raw: bool = False, **_: object) -> None:
    """A record published or withdrawn shows or hides the claims that hang from it."""
    if sender in actions.PATHS_TO_VISIBLE and not raw and not created:
        actions.recount_around(record=instance)


@receiver(imported)
def recount_after_import(outcomes: list[Outcome], **_: object) -> None:
    """An import sends no signals for its rows, only this one at its end."""
    actions.recount_after_import(outcomes=outcomes)
