"""What every page may use: the site's name and the register's data version."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from programmes.conditional import revision_of


def site(request: HttpRequest) -> dict[str, object]:
    """Name of the site, and the revision, read only if a template shows it."""
    return {"site_name": settings.SITE_NAME, "revision": SimpleLazyObject(lambda: revision_of(request))}
