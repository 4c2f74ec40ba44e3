"""Writes the bill of materials of the program: every library compiled in, with its licence and digest,
and the fonts, as CycloneDX 1.6.

Usage: materials.py FILE [FEATURES]. Reads Cargo.lock and asks `cargo metadata`, without a network.
FEATURES are those the program was built with, besides its default ones.
SOURCE_DATE_EPOCH is its time; without it, the time of the commit is.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
from datetime import datetime, timezone

file, *features = sys.argv[1:]
host = re.search(r"host: (\S+)", subprocess.check_output(["rustc", "-vV"], text=True)).group(1)
command = ["cargo", "metadata", "--locked", "--offline", "--format-version", "1", "--filter-platform", host]
command += ["--features", ",".join(features)] if features else []
metadata = json.loads(subprocess.check_output(command))
packages = {package["id"]: package for package in metadata["packages"]}
needs = {node["id"]: [] for node in metadata["resolve"]["nodes"]}
for node in metadata["resolve"]["nodes"]:
    for needed in node["deps"]:
        if any(kind["kind"] is None for kind in needed["dep_kinds"]):
            needs[node["id"]].append(needed["pkg"])
with open("Cargo.lock", "rb") as lock:
    digests = {(p["name"], p["version"]): p.get("checksum") for p in tomllib.load(lock)["package"]}

root = metadata["resolve"]["root"]
compiled_in, waiting = set(), [root]
while waiting:
    package = waiting.pop()
    if package not in compiled_in:
        compiled_in.add(package)
        waiting += needs[package]


def reference(package):
    return f"pkg:cargo/{packages[package]['name']}@{packages[package]['version']}"


def library(package):
    package = packages[package]
    licence = (package["license"] or "").replace("/", " OR ")
    made = {
        "type": "library",
        "bom-ref": reference(package["id"]),
        "purl": reference(package["id"]),
        "name": package["name"],
        "version": package["version"],
        "licenses": [{"expression": licence}],
    }
    digest = digests[package["name"], package["version"]]
    if digest:
        made["hashes"] = [{"alg": "SHA-256", "content": digest}]
    if package["repository"]:
        made["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
    return made


def font(name):
    with open(os.path.join(fonts, name), "rb") as opened:
        digest = hashlib.sha256(opened.read()).hexdigest()
    return {
        "type": "file",
        "bom-ref": f"font:{name}",
        "name": name,
        "licenses": [{"expression": "OFL-1.1"}],
        "hashes": [{"alg": "SHA-256", "content": digest}],
    }


fonts = "themes/default/fonts"
libraries = sorted(compiled_in - {root}, key=reference)
seconds = os.environ.get("SOURCE_DATE_EPOCH") or subprocess.check_output(["git", "log", "-1", "--format=%ct"])
stamp = datetime.fromtimestamp(int(seconds), timezone.utc)
bill = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "version": 1,
    "metadata": {
        "timestamp": stamp.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "component": {
            "type": "application",
            "bom-ref": reference(root),
            "name": "gongkai",
            "version": packages[root]["version"],
            "licenses": [{"expression": "MIT OR Apache-2.0"}],
        },
    },
    "components": [library(package) for package in libraries]
    + [font(name) for name in sorted(os.listdir(fonts)) if name.endswith(".ttf")],
    "dependencies": [
        {"ref": reference(package), "dependsOn": sorted(set(map(reference, needs[package])))}
        for package in sorted(compiled_in, key=reference)
    ],
}
with open(file, "w", encoding="utf-8") as opened:
    json.dump(bill, opened, ensure_ascii=False, indent=1)
    opened.write("\n")
