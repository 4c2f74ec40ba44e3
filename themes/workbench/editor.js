// A plain editor of one file: line numbers, marks where something was found, and nothing written over
// that somebody else wrote meanwhile.
import { form as labelled } from "./form.js";
import { grid } from "./grid.js";
import { base, make, word } from "./live.js";

const part = (id) => document.getElementById(id);
const dialog = part("editor");
const text = part("text");
const gutter = part("gutter");
const status = part("editor-said");

// The file as it was read, and what was found in any.
let file = null;
let findings = [];
// The grid or the form of it, where it has one and is looked at so.
let cells = null;

const LINE = 22;

function say(words) {
  status.textContent = words;
}

function number() {
  const lines = text.value.split("\n").length;
  const marked = new Map(found().map((it) => [it.place.line, it.level]));
  const rows = Array.from({ length: lines }, (_, at) => make("div", { class: marked.get(at + 1) }, String(at + 1)));
  gutter.replaceChildren(...rows);
  gutter.scrollTop = text.scrollTop;
}

// The articles, sections and headings of a text, each with the worst that was found below it.
const HEADS = /^(#{1,6})\s+(.*)|^(?:[*_]{2})?(第[一二三四五六七八九十百零〇0-9]+([章节条]))(?:[*_]{2})?[\s\u3000]*(.*)/;

function outline() {
  const side = part("outline");
  const entries = [];
  text.value.split("\n").forEach((line, at) => {
    const hit = HEADS.exec(line.trim());
    if (!hit) return;
    const [, marks, title, label, kind, rest] = hit;
    const words = marks ? title : `${label} ${rest}`;
    const deep = marks ? marks.length - 1 : { 章: 1, 节: 2, 条: 3 }[kind];
    entries.push({ line: at + 1, words: [...words].slice(0, 18).join(""), deep });
  });
  side.hidden = !file || !file.path.endsWith(".md") || entries.length < 2;
  if (side.hidden) return;
  const levels = ["violation", "warning", "unverified", "notice"];
  const here = found();
  const worst = (from, to) => levels.find((level) => here.some((it) => it.level === level && it.place.line >= from && it.place.line < to));
  side.replaceChildren(
    ...entries.map((it, at) => {
      const level = worst(it.line, entries[at + 1]?.line ?? Infinity);
      const place = { line: it.line, column: 1, end_line: it.line, end_column: 1 };
      return make(
        "button",
        { type: "button", class: `deep-${Math.min(it.deep, 3)} ${level ?? ""}`, onclick: () => goTo(place) },
        it.words,
        level ? make("span", { class: "unseen" }, ` ${word("findings")}`) : null,
      );
    }),
  );
}

function found() {
  return findings.filter((it) => file && it.place.path === file.path).sort((a, b) => a.place.line - b.place.line);
}

// Shows what was found in the file that is open.
export function mark(all) {
  findings = all;
  if (!dialog.open) return;
  number();
  outline();
  part("marks").replaceChildren(
    ...found().map((it) =>
      make("li", { class: it.level }, make("button", { type: "button", onclick: () => goTo(it.place) }, `${it.place.line}`), ` ${it.word}[${it.code}] ${it.message}`),
    ),
  );
}

// Puts the cursor at a place; columns count characters.
function goTo({ line, column, end_line, end_column }) {
  if (cells) return cells.goTo({ line, column });
  const lines = text.value.split("\n");
  const offset = (line, column) =>
    lines.slice(0, line - 1).reduce((sum, it) => sum + it.length + 1, 0) + [...(lines[line - 1] ?? "")].slice(0, column - 1).join("").length;
  text.focus();
  text.setSelectionRange(offset(line, column), offset(end_line, end_column));
  text.scrollTop = Math.max(0, (line - 6) * LINE);
  text.scrollLeft = 0;
}

function take(read) {
  // Whoever is typing stays where he is.
  const typing = part("grid").contains(document.activeElement) && document.activeElement.getAttribute("aria-label");
  file = read;
  text.value = read.text;
  part("editor-title").textContent = read.path;
  part("editor-undo").disabled = read.steps === 0;
  part("conflict").hidden = true;
  const rows = Boolean(read.table || read.form);
  const fixed = Boolean(read.table?.is_fixed);
  text.readOnly = fixed;
  part("editor-form").hidden = !rows || fixed;
  form(rows && (asTable || fixed));
  mark(findings);
  if (typing) part("grid").querySelector(`[aria-label="${CSS.escape(typing)}"]`)?.focus();
}

// Whether tables and records are looked at as such.
let asTable = true;

// Shows the file as a grid or a form, or as text.
function form(table) {
  const tell = (words) => (say(words), changed());
  if (!table) cells = null;
  else cells = file.table ? grid(part("grid"), file.table, tell) : labelled(part("grid"), file.form, tell);
  part("grid").hidden = !table;
  part("text-side").hidden = table;
  part("editor-form").textContent = word(table ? "astext" : file.table ? "astable" : "asform");
  changed();
}

function dirty() {
  return file !== null && (cells ? cells.changed() : text.value !== file.text);
}

function changed() {
  part("editor-save").disabled = !dirty();
}

part("editor-form").addEventListener("click", () => {
  if (dirty() && !confirm(word("unsaved"))) return;
  asTable = !cells;
  text.value = file.text;
  form(asTable);
  mark(findings);
});

// Opens the file of a place.
export async function edit(place) {
  const response = await fetch(`${base}source?file=${encodeURIComponent(place.path)}`);
  if (!response.ok) return alert(await response.text());
  const read = await response.json();
  say("");
  dialog.showModal();
  take(read);
  goTo(place);
}

async function send(what, body) {
  const response = await fetch(`${base}${what}?file=${encodeURIComponent(file.path)}`, { method: "POST", body: JSON.stringify(body) });
  if (response.ok) return take(await response.json()), true;
  if (response.status === 409) return conflict(await response.json()), false;
  say(await response.text());
  return false;
}

async function save() {
  const fresh = cells ? cells.fresh() : { text: text.value };
  if (await send("save", { digest: file.digest, ...fresh })) say(word("saved"));
}

// Both texts, and the choice between them.
function conflict(theirs) {
  const mine = cells ? cells.words() : text.value;
  const side = (name, words) => make("div", {}, make("h3", {}, word(name)), make("pre", { tabindex: "0" }, words));
  const choice = (name, act) => make("button", { type: "button", onclick: act }, word(name));
  part("conflict").replaceChildren(
    make("p", {}, word("conflict")),
    make("div", { class: "sides" }, side("mine", mine), side("theirs", theirs.text)),
    make(
      "div",
      { class: "actions" },
      choice("taketheirs", () => take(theirs)),
      choice("keepmine", async () => {
        file = { ...theirs, text: file.text };
        await save();
      }),
    ),
  );
  part("conflict").hidden = false;
  say(word("conflict"));
  part("conflict").querySelector("button").focus();
}

part("editor-save").addEventListener("click", save);
part("editor-undo").addEventListener("click", async () => {
  if (await send("undo", {})) say(word("undone"));
});
const mayLeave = () => !dirty() || confirm(word("unsaved"));
part("editor-close").addEventListener("click", () => mayLeave() && dialog.close());
dialog.addEventListener("cancel", (event) => {
  if (!mayLeave()) event.preventDefault();
});
text.addEventListener("input", () => {
  number();
  outline();
  changed();
});
text.addEventListener("scroll", () => {
  gutter.scrollTop = text.scrollTop;
});
dialog.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    save();
  }
});
