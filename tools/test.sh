#!/bin/sh
# The suite on both databases: tools/test.sh PYTEST-ARGUMENTS. Both runs count, whichever fails.
# What no database can change - pure modules, looks of pages - runs on SQLite alone.
# SQLite comes last: it is there on every machine, so the output always ends with a summary of pytest.
set -u
python=.venv/bin/python
failed=0

echo "The suite on PostgreSQL:"
SECOND_DATABASE=1 $python tools/with_postgres.py $python -m pytest "$@" || failed=$?
echo "The suite on SQLite:"
env -u DATABASE_URL $python -m pytest "$@" || failed=$?
exit $failed
