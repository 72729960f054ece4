from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """The record: who does what against trafficking and smuggling, where, at what cost."""

    name = "programmes"
    verbose_name = "Programmes"

    def ready(self) -> None:
        # Every write to public data moves the register's data version.
        from programmes import signals  # noqa: F401, PLC0415
