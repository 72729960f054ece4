"""An import on its way: uploaded by an editor, previewed, then confirmed or discarded."""

import uuid

from django.conf import settings
from django.db import models

from programmes.models.fields import PlainCharField


class ImportJob(models.Model):
    """One file that an editor uploaded: its table, the plan that was shown, what became of it.

    The table and the preview are kept only as long as they are needed; the counts stay.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", "Uploaded"
        PREVIEWED = "previewed", "Waiting for confirmation"
        DONE = "done", "Imported"
        FAILED = "failed", "Failed"
        DISCARDED = "discarded", "Discarded"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="import_jobs")
    model = PlainCharField(max_length=100, help_text="What is imported, as `app.model`.")
    file_name = PlainCharField(max_length=200, help_text="As the editor's machine called it; only ever shown.")
    sha256 = models.CharField("SHA-256 of the file", max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    table = models.TextField(blank=True, help_text="The file as JSON; emptied when the job ends.")
    preview = models.TextField(blank=True, help_text="What was shown, as JSON; emptied when the job ends.")
    plan = models.CharField(max_length=64, blank=True, help_text="SHA-256 of all that the import would do.")
    new = models.PositiveIntegerField("new rows", default=0)
    changed = models.PositiveIntegerField("changed rows", default=0)
    unchanged = models.PositiveIntegerField("unchanged rows", default=0)
    refused = models.PositiveIntegerField("refused rows", default=0)
    created_at = models.DateTimeField("uploaded", auto_now_add=True, db_index=True)
    finished_at = models.DateTimeField("ended", null=True, blank=True)
    revision = models.PositiveBigIntegerField("data version after", null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "import"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["uploaded", "previewed", "done", "failed", "discarded"]),
                name="importjob_state_known",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def counts(self) -> dict[str, int]:
        """Number of rows by what the import makes of them."""
        return {name: getattr(self, name) for name in ("new", "changed", "unchanged", "refused")}

    @property
    def is_open(self) -> bool:
        """Whether it still waits for its editor."""
        return self.state in {self.State.UPLOADED, self.State.PREVIEWED}
