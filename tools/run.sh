#!/bin/sh
# What `make run` does after set-up: database, demonstration register, an editor, server. tools/run.sh HOST:PORT
set -eu
export DEBUG=true DJANGO_RUNSERVER_HIDE_WARNING=true
python=.venv/bin/python

mkdir -p var/static
$python manage.py migrate --verbosity 0
$python manage.py load_demonstration
$python manage.py ensure_editor
echo "The register is at http://$1/ - Ctrl-C stops it."
exec $python manage.py runserver --verbosity 0 "$1"
