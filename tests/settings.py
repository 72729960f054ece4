"""The settings under test: those of development, whatever the shell has set, on the database it names."""

import os

for name in ("SECRET_KEY", "ALLOWED_HOSTS", "SITE_NAME", "CACHE_URL", "DATABASE_REPLICA_URL", "PORT"):
    os.environ.pop(name, None)
os.environ["DEBUG"] = "true"

from config.settings import *  # noqa: E402, F403

# answers to visitors are those of a server, which may say that a page is unchanged
DEVELOPMENT = False
# a slow hash protects real passwords; tests sign in hundreds of times
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
