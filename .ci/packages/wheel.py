"""Makes a Python wheel that carries the program, so that `pip install` puts it on the path.

Usage: wheel.py PROGRAM VERSION GLIBC MACHINE BILL FOLDER. BILL is the bill of materials, GLIBC is the oldest C library the program runs
with, such as 2.28; SOURCE_DATE_EPOCH is the time of every file in it.
"""

import base64
import glob
import hashlib
import os
import sys
import time
import zipfile

program, version, glibc, machine, bill, folder = sys.argv[1:]
tag = f"py3-none-manylinux_{glibc.replace('.', '_')}_{machine}"
info = f"gongkai-{version}.dist-info"
stamp = time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"]))[:6]

licences = ["LICENSE-MIT", "LICENSE-APACHE", "THIRD-PARTY", *sorted(glob.glob("themes/default/fonts/OFL-*.txt"))]

METADATA = f"""Metadata-Version: 2.4
Name: gongkai
Version: {version}
Summary: A compiler for the yearly disclosure documents of Chinese college student unions
License-Expression: MIT OR Apache-2.0
{chr(10).join("License-File: " + os.path.basename(path) for path in licences)}
Requires-Python: >=3.6
Description-Content-Type: text/markdown

"""
WHEEL = f"""Wheel-Version: 1.0
Generator: gongkai packages
Root-Is-Purelib: false
Tag: {tag}
"""


def read(path):
    with open(path, "rb") as file:
        return file.read()


files = [
    (f"gongkai-{version}.data/scripts/gongkai", read(program), 0o755),
    (f"{info}/METADATA", METADATA.encode() + read("README.md"), 0o644),
    (f"{info}/WHEEL", WHEEL.encode(), 0o644),
]
for path in licences:
    files.append((f"{info}/licenses/{os.path.basename(path)}", read(path), 0o644))
files.append((f"{info}/sboms/gongkai.cdx.json", read(bill), 0o644))


def line(name, data):
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(data)}\n"


record = "".join(line(name, data) for name, data, _ in files) + f"{info}/RECORD,,\n"
files.append((f"{info}/RECORD", record.encode(), 0o644))
with zipfile.ZipFile(os.path.join(folder, f"gongkai-{version}-{tag}.whl"), "w") as wheel:
    for name, data, mode in files:
        entry = zipfile.ZipInfo(name, stamp)
        entry.external_attr = (0o100000 | mode) << 16
        wheel.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)
