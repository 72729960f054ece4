"""Make an editor account where there is none, and print its password once."""

import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand

from articles.editors import EDITORS


class Command(BaseCommand):
    help = "Make the account `editor` with a fresh password, unless someone can already sign in to the admin."

    def handle(self, *args: Any, **options: Any) -> None:
        users = get_user_model().objects
        if users.filter(is_staff=True).exists():
            return
        password = secrets.token_urlsafe(15)
        editor = users.create_user("editor", password=password, is_staff=True)
        editor.groups.add(Group.objects.get(name=EDITORS))
        self.stdout.write(f"Editor account, shown this once: name {editor.get_username()}, password {password}")
