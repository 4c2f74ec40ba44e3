// A grid of cells to type in: arrow keys, undo, rows put in and taken out, and what a spreadsheet copied
// pasted in. It must not know what the cells are for.
import { make, word } from "./live.js";

// Shows a table in an element; `tell` is called after every change, with words for who cannot see it.
export function grid(within, { columns, rows, places, is_fixed: fixed }, tell) {
  let now = rows.map((cells, from) => ({ from, cells: [...cells] }));
  const first = JSON.stringify(now);
  let past = [];
  let future = [];
  // The cell that is being typed in: what is typed counts at once, and all of it is one step.
  let typed = null;

  // A row is called by its line in the file, as findings call it; one that is new has none yet.
  const line = ({ from }) => places[from]?.find(Boolean)?.[0] ?? word("newrow");
  const body = make("tbody");
  within.replaceChildren(
    make(
      "table",
      { class: "grid" },
      make("thead", {}, make("tr", {}, make("td", {}), ...columns.map((it) => make("th", { scope: "col", title: `${it.meaning}（${it.how}）` }, it.key)), make("td", {}))),
      body,
    ),
    make("p", { class: "hint" }, word(fixed ? "fixedhint" : "gridhint")),
    ...(fixed ? [] : [make("button", { type: "button", onclick: () => insert(now.length) }, word("addrow"))]),
  );
  for (const it of columns.filter((it) => it.choices.length)) {
    within.append(make("datalist", { id: `choices-${it.key}` }, ...it.choices.map((value) => make("option", { value }))));
  }
  draw();

  function draw(at = null, column = 0) {
    body.replaceChildren(
      ...now.map((row, at) =>
        make(
          "tr",
          {},
          make("th", { scope: "row" }, String(line(row))),
          ...row.cells.map((value, of) => make("td", {}, cell(value, at, of))),
          make(
            "td",
            { class: "rowtools" },
            fixed ? null : make("button", { type: "button", "aria-label": `${word("addrow")} ${line(row)}`, title: word("addrow"), onclick: () => insert(at + 1) }, "＋"),
            fixed ? null : make("button", { type: "button", "aria-label": `${word("droprow")} ${line(row)}`, title: word("droprow"), onclick: () => remove(at) }, "－"),
          ),
        ),
      ),
    );
    if (at !== null) input(at, column)?.focus();
  }

  function cell(value, row, column) {
    const { key, choices } = columns[column];
    const box = make("input", { "aria-label": `${key} ${row + 1}`, list: choices.length ? `choices-${key}` : null, size: Math.max(4, [...value].length * 2) });
    box.value = value;
    box.addEventListener("focus", () => (typed = null));
    box.addEventListener("input", () => set(row, column, box.value));
    box.addEventListener("keydown", (event) => keys(event, row, column, box));
    box.addEventListener("paste", (event) => paste(event, row, column));
    return box;
  }

  function input(row, column) {
    return body.rows[row]?.cells[column + 1]?.querySelector("input");
  }

  // Every change is one step that can be taken back.
  function step(change) {
    past.push(JSON.stringify(now));
    future = [];
    typed = null;
    change();
  }

  function set(row, column, value) {
    if (now[row].cells[column] === value) return;
    const cell = `${row} ${column}`;
    const write = () => (now[row].cells[column] = value);
    typed === cell ? write() : step(write);
    typed = cell;
    tell("");
  }

  function insert(at) {
    step(() => now.splice(at, 0, { from: null, cells: columns.map(() => "") }));
    draw(at);
    tell(`${word("addrow")} ${at + 1}`);
  }

  function remove(at) {
    step(() => now.splice(at, 1));
    draw(Math.max(0, at - 1));
    tell(`${word("droprow")} ${at + 1}`);
  }

  function back(from, to, said, row, column) {
    if (from.length === 0) return;
    to.push(JSON.stringify(now));
    typed = null;
    now = JSON.parse(from.pop());
    draw(Math.min(row, now.length - 1), column);
    tell(said);
  }

  function keys(event, row, column, box) {
    const { key, ctrlKey, metaKey, shiftKey } = event;
    const control = ctrlKey || metaKey;
    if (control && key.toLowerCase() === "z") {
      event.preventDefault();
      set(row, column, box.value);
      return shiftKey ? back(future, past, word("redone"), row, column) : back(past, future, word("undone"), row, column);
    }
    const by = { ArrowUp: -1, ArrowDown: 1, Enter: shiftKey ? -1 : 1 }[key];
    // A list of choices is opened with Alt and an arrow.
    if (by === undefined || event.altKey) return;
    event.preventDefault();
    set(row, column, box.value);
    const next = input(row + by, column);
    next?.focus();
    next?.select();
  }

  // Cells as a spreadsheet copies them: tabs between cells, lines between rows, quotes around what
  // holds either.
  function paste(event, row, column) {
    const text = event.clipboardData.getData("text/plain");
    if (!/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    const cells = parted(text);
    let ranks = 0;
    step(() => {
      cells.forEach((line, down) => {
        while (!fixed && now.length <= row + down) now.push({ from: null, cells: columns.map(() => "") });
        if (!now[row + down]) return;
        line.forEach((value, across) => {
          const of = columns[column + across];
          if (!of) return;
          const [rank, was] = ranked(value.trim(), of.key);
          ranks += was;
          now[row + down].cells[column + across] = rank;
        });
      });
    });
    draw(row, column);
    tell(`${word("pasted")} ${cells.length}${ranks ? `　${word("ranks")} ${ranks}` : ""}`);
  }

  return {
    fresh: () => ({ rows: now }),
    words: () => now.map((row) => row.cells.join("\t")).join("\n"),
    changed: () => JSON.stringify(now) !== first,
    // The cell that stands last at or before a place, and of a row its first.
    goTo: ({ line, column = 1 }) => {
      let best = [0, 0];
      places.forEach((cells, row) => cells.forEach((at, of) => {
        if (at && (at[0] < line || (at[0] === line && at[1] <= column))) best = [row, of];
      }));
      const box = input(...best);
      box?.focus();
      box?.scrollIntoView({ block: "center" });
    },
  };
}

function parted(text) {
  const rows = [[]];
  const cells = /"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*)/gy;
  for (let at = 0; at < text.length; ) {
    cells.lastIndex = at;
    const [whole, quoted, plain] = cells.exec(text);
    rows.at(-1).push((quoted?.replaceAll('""', '"') ?? plain).replaceAll(/\s*\n\s*/g, ""));
    at += whole.length;
    if (text[at] === "\t") at += 1;
    else if (at < text.length) {
      at += text.startsWith("\r\n", at) ? 2 : 1;
      if (at < text.length) rows.push([]);
    }
  }
  return rows;
}

// A rank such as 5/12 that a spreadsheet took for a day is a rank again.
function ranked(value, key) {
  const day = key.includes("排名") && (/^(\d{1,2})月(\d{1,2})日$/.exec(value) ?? /^(?:\d{4}[-/年])(\d{1,2})[-/月](\d{1,2})日?$/.exec(value));
  return day ? [`${Number(day[1])}/${Number(day[2])}`, 1] : [value, 0];
}
