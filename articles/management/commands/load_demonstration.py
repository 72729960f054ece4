"""Fill an empty register with the demonstration register; leave any other alone."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from articles.models import Article
from programmes.models import Programme


class Command(BaseCommand):
    help = "Load fixtures/ into a register that holds no programme and no article yet."

    def handle(self, *args: Any, **options: Any) -> None:
        # a second load would change nothing of its own, but it would take back what an editor changed
        if Programme.objects.exists() or Article.objects.exists():
            return
        self.stdout.write("Loading the demonstration register ...")
        call_command("load_registry", str(settings.BASE_DIR / "fixtures"), stdout=self.stdout, stderr=self.stderr)
