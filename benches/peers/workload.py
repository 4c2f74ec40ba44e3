"""Writes the sample college's newest year N times, in the forms the other tools read.

    workload.py N OUT YEARS    run by the Python of setup.sh's folder, which reads YAML

A bundle is one college in one academic year; YEARS of them make a college, whose pages lead to all
of them. `OUT/neutral` is YAML and Markdown of no tool's own, `OUT/hugo` and `OUT/typst` are whole
projects, `OUT/bundles.txt` lists the bundles. Texts and people are the sample's: the words the
program under measurement sets too.
"""

import csv
import json
import re
import shutil
import sys
from pathlib import Path

from ruamel.yaml import YAML

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
SAMPLE = PROJECT / "content" / "2025-2026"
FORM = PROJECT / "standards" / "forms" / "2023-2024.yaml"
MODEL = 2025

# The pages of a bundle: name, title, the sample's text. `full` holds all of them and is made last.
PAGES = [
    ("home", "前言", "前言.md"),
    ("self", "校级自评表", None),
    ("second", "二级组织自评汇总", None),
    ("matrix", "二级组织具体情况", None),
    ("charter", "章程", "章程.md"),
    ("units", "机构", None),
    ("roster", "工作人员名单", None),
    ("candidates", "候选人产生办法", "候选人.md"),
    ("election", "选举办法", "选举.md"),
    ("congress", "代表大会", "代表大会.md"),
    ("delegates", "代表", "代表.md"),
    ("appraisal", "述职评议", "述职.md"),
    ("guides", "责任人", None),
    ("feedback", "监督反馈", None),
]


def yaml(path):
    return YAML(typ="safe", pure=True).load(path)


def table(columns, rows):
    """A table in the neutral form, every value beside its key."""
    keys = [key for key, _ in columns]
    return {
        "columns": [{"key": key, "title": title} for key, title in columns],
        "rows": [dict(zip(keys, row)) for row in rows],
    }


def tables():
    """The sample's tables."""
    form, answers = yaml(FORM), yaml(SAMPLE / "自评.yaml")
    indicators = [(number, words["文字"]) for number, words in form["校级"].items()]
    second = [(number, words["文字"]) for number, words in form["二级"].items()]

    def answer(number):
        given = answers["校级"][number]
        if not isinstance(given, dict):
            return given == "是", ""
        evidence = [item["名称"] for item in given.get("佐证", [])]
        note = [str(given[key]) for key in ("实有", "召开日期", "备注") if key in given]
        return given["结论"] == "是", "；".join(note + evidence)

    with open(SAMPLE / "名单.csv", encoding="utf-8-sig", newline="") as roster:
        head, *people = csv.reader(roster)
    matrix = answers["具体情况"]
    units = yaml(SAMPLE / "机构.yaml")
    guides = yaml(SAMPLE / "责任人.yaml")
    delegates = yaml(SAMPLE / "代表.yaml")["分布"]
    return {
        "self": table(
            [("no", "序号"), ("text", "指标"), ("ok", "结论"), ("note", "备注")],
            [(number, text, *answer(number)) for number, text in indicators],
        ),
        "second": table(
            [("no", "序号"), ("text", "项目"), ("count", "符合数量")],
            [(number, text, answers["二级"][number]) for number, text in second],
        ),
        "matrix": table(
            [("unit", "二级组织"), *((f"i{number}", str(number)) for number, _ in second)],
            [(unit, *(word == "是" for word in words.split())) for unit, words in matrix.items()],
        ),
        "units": table(
            [("no", "序号"), ("name", "机构名称"), ("count", "人数"), ("duty", "主要职责")],
            [tuple(unit[key] for key in ("序号", "机构名称", "人数", "主要职责")) for unit in units],
        ),
        "roster": table(
            [(f"c{place}", title) for place, title in enumerate(head[:8])],
            [person[:8] for person in people],
        ),
        "delegates": table(
            [("unit", "院系"), ("count", "代表人数")],
            [(unit, given["人数"] if isinstance(given, dict) else given) for unit, given in delegates.items()],
        ),
        "guides": table(
            [("kind", "类别"), ("name", "姓名"), ("office", "职务"), ("full", "专职团干部")],
            [tuple(guide[key] for key in ("类别", "姓名", "职务", "专职团干部")) for guide in guides],
        ),
    }


def texts():
    """The sample's texts, their titles and the places where data stands in them left out."""
    said = {}
    for page, _, file in PAGES:
        text = (SAMPLE / file).read_text(encoding="utf-8") if file else ""
        text = re.sub(r"^# .*\n", "", text)
        said[page] = re.sub(r"\{\{.*?\}\}", "一百", text).strip() + "\n"
    said["feedback"] = "对以上内容有不同意见的，请写信到下列邮箱。\n"
    return said


def blocks(text):
    """The paragraphs and headings of a text, for Typst, which reads no Markdown."""
    for paragraph in filter(None, re.split(r"\n\s*\n", text.strip())):
        heading = re.fullmatch(r"#+ (.*)", paragraph)
        kind, words = ("heading", heading[1]) if heading else ("paragraph", paragraph)
        yield {"kind": kind, "text": words.replace("\n", "")}


def moved(text, years):
    """Moves the years a text speaks of."""
    return re.sub(r"(?<!\d)20(19|2[0-7])(?!\d)", lambda year: str(int(year[0]) + years), text)


def written(value):
    """YAML of a small tree, a table's row on a line."""
    if "rows" not in value:
        return "".join(f"{key}: {json.dumps(part, ensure_ascii=False)}\n" for key, part in value.items())
    lines = [f"columns: {json.dumps(value['columns'], ensure_ascii=False)}", "rows:"]
    lines += [f"  - {json.dumps(row, ensure_ascii=False)}" for row in value["rows"]]
    return "\n".join(lines) + "\n"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def bundle(out, college, shift, years, said, data):
    """Writes one bundle in all three forms."""
    year = MODEL + shift
    name = f"c{college:03}"
    meta = {
        "college": f"江临第{college + 1}职业技术学院",
        "term": f"{year}—{year + 1}学年",
        "years": [str(each) for each in years],
        "pages": [{"id": page, "title": title, "table": page in data} for page, title, _ in PAGES],
    }
    files = {"meta": written(meta)}
    files |= {page: moved(written(value), shift) for page, value in data.items()}
    said = {page: moved(text, shift) for page, text in said.items()}
    for page, text in files.items():
        write(out / "neutral" / name / str(year) / f"{page}.yaml", text)
        write(out / "hugo" / "data" / name / f"y{year}" / f"{page}.yaml", text)
        write(out / "typst" / "data" / name / str(year) / f"{page}.yaml", text)
    for page, text in said.items():
        write(out / "neutral" / name / str(year) / f"{page}.md", text)
    set_texts = {page: list(blocks(text)) for page, text in said.items()}
    write(out / "typst" / "data" / name / str(year) / "texts.yaml", written(set_texts))
    for page, title in [(page, title) for page, title, _ in PAGES] + [("full", "全文")]:
        head = {"title": title, "params": {"college": name, "year": str(year), "page": page}}
        if page == "full":
            head["layout"] = "full"
        text = f"{json.dumps(head, ensure_ascii=False)}\n\n{said.get(page, '')}"
        write(out / "hugo" / "content" / name / str(year) / f"{page}.md", text)
    return f"{name} {year}\n"


def main():
    count, out, most = int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    shutil.copytree(HERE / "hugo", out / "hugo")
    (out / "typst").mkdir()
    shutil.copy(HERE / "bundle.typ", out / "typst")
    said, data = texts(), tables()
    span = min(count, most)
    years = range(MODEL, MODEL + span)
    lines = [bundle(out, each // span, each % span, years, said, data) for each in range(count)]
    write(out / "bundles.txt", "".join(lines))


main()
