"""Sets the PDF of every bundle in one process: typeset.py WORKLOAD OUT FONTS"""

import os
import sys

import typst

work, out, fonts = sys.argv[1:]
os.makedirs(out)
root = os.path.join(work, "typst")
compiler = typst.Compiler(
    os.path.join(root, "bundle.typ"), root=root, font_paths=[fonts], ignore_system_fonts=True
)
with open(os.path.join(work, "bundles.txt"), encoding="utf-8") as bundles:
    for college, year in map(str.split, bundles):
        compiler.compile(
            output=os.path.join(out, f"{college}-{year}.pdf"),
            format="pdf",
            sys_inputs={"folder": f"data/{college}/{year}"},
        )
