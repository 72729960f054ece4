#!/bin/sh
# Make a virtual environment: tools/venv.sh FOLDER [PYTHON]. Python 3.11 or newer, whichever this machine has.
set -eu
folder=$1
wanted=${2:-}
fits='import sys; sys.exit(sys.version_info < (3, 11))'

if [ -n "$wanted" ]; then
    if ! "$wanted" -c "$fits" 2>/dev/null; then
        echo "PYTHON=$wanted is not Python 3.11 or newer." >&2
        exit 1
    fi
    python=$wanted
else
    python=
    for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$candidate" -c "$fits" 2>/dev/null; then
            python=$candidate
            break
        fi
    done
    if [ -z "$python" ]; then
        echo "Python 3.11 or newer is needed: install it, or name it: make PYTHON=/path/to/python3" >&2
        exit 1
    fi
fi

if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    echo "$python lacks the module venv: on Debian or Ubuntu, apt-get install python3-venv" >&2
    exit 1
fi
# one that works is kept; a half-made one, or one whose Python is gone, is made anew
"$folder/bin/python" -c "import pip; $fits" 2>/dev/null || "$python" -m venv --clear "$folder"
