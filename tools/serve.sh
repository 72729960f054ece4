#!/bin/sh
# What `make serve` does after set-up: production settings, gunicorn, whitenoise. tools/serve.sh HOST:PORT
set -eu
export DEBUG=false
python=.venv/bin/python

if [ -z "${SECRET_KEY:-}" ] || [ -z "${ALLOWED_HOSTS:-}" ]; then
    echo "Set SECRET_KEY (a long random string, kept) and ALLOWED_HOSTS (register.example.org) first: see docs/deploy.md." >&2
    exit 1
fi

# compressing takes seconds: only when a file is newer than the last time
collected=var/static/staticfiles.json
if [ ! -f "$collected" ] || [ -n "$(find static .venv/.installed -type f -newer "$collected" -print -quit)" ]; then
    mkdir -p var/static
    $python manage.py collectstatic --noinput --clear --verbosity 0
fi
$python manage.py migrate --verbosity 0
echo "Serving on http://$1/ for $ALLOWED_HOSTS - Ctrl-C stops it."
exec .venv/bin/gunicorn config.wsgi --bind "$1" --workers "${WEB_CONCURRENCY:-2}" --timeout 60 --no-control-socket
