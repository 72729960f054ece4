"""The settings under test: those of development, whatever the shell has set, on the database it names."""

import os

for name in ("SECRET_KEY", "ALLOWED_HOSTS", "SITE_NAME", "CACHE_URL", "DATABASE_REPLICA_URL", "PORT"):
    os.environ.pop(name, None)
os.environ["DEBUG"] = "true"

from config.settings import *  # noqa: E402, F403

# a slow hash protects real passwords; tests sign in hundreds of times
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# look a file up when it is asked for, instead of listing them all for each test's client
WHITENOISE_AUTOREFRESH = True
