"""The register's data version."""

from django.db import models
from django.db.models import F
from django.utils import timezone


class Revision(models.Model):
    """One row: a number that every write to public data raises.

    Caches, files, citations and ETags carry it, so that each can say which state of the
    register it shows.
    """

    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "data version"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="revision_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> "Revision":
        """The revision as it stands; number 0 before anything was ever written."""
        return cls.objects.filter(id=1).first() or cls(id=1, number=0)

    @classmethod
    def bump(cls) -> None:
        """Raise the number by one, in the transaction of the write that it belongs to."""
        if not cls.objects.filter(id=1).update(number=F("number") + 1, changed_at=timezone.now()):
            cls.objects.get_or_create(id=1, defaults={"number": 1})
