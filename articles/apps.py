from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """The evidence: what was published, and what it says of the record."""

    name = "articles"
    verbose_name = "Articles and evidence"

    def ready(self) -> None:
        from articles import signals  # noqa: F401, PLC0415
