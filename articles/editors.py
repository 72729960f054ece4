"""The group of people who keep the register: all rights on the record and the evidence, none on accounts."""

from typing import Any

from django.contrib.auth.models import Group, Permission

EDITORS = "Editors"
KEPT_BY_EDITORS = ("programmes", "articles")


def give_editors_their_rights(**_: Any) -> None:
    """Make the group where it is missing and give it every right on both apps; after each migration."""
    group, _created = Group.objects.get_or_create(name=EDITORS)
    group.permissions.set(
        Permission.objects.filter(content_type__app_label__in=KEPT_BY_EDITORS).exclude(content_type__model="revision")
    )
