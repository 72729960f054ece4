from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class ArticlesConfig(AppConfig):
    """The evidence: what was published, and what it says of the record."""

    name = "articles"
    verbose_name = "Articles and evidence"

    def ready(self) -> None:
        from articles import signals  # noqa: F401, PLC0415
        from articles.editors import give_editors_their_rights  # noqa: PLC0415

        # Auth comes after both apps, so their permissions exist by the time it is done.
        post_migrate.connect(
            give_editors_their_rights, sender=apps.get_app_config("auth"), dispatch_uid="rights-of-editors"
        )
