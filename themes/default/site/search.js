// Scans GONGKAI_INDEX for what a reader types. No library and no request: it works from a folder.
"use strict";

(() => {
  const BATCH = 30;
  const AROUND = 60;
  const LONGEST = 200;
  const form = document.getElementById("search");
  const query = document.getElementById("query");
  const year = document.getElementById("year");
  const count = document.getElementById("count");
  const results = document.getElementById("results");
  const more = document.getElementById("more");
  const { years, sections, passages } = GONGKAI_INDEX;
  let folded;
  let found = [];
  let shown = 0;
  let waiting;

  // Full-width letters and digits are found as half-width ones; the length stays the same.
  function fold(text) {
    return text
      .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
      .replace(/[A-Z]/g, (c) => c.toLowerCase());
  }

  function wordsOf(text) {
    return [...new Set(fold(text).split(/\s+/).filter(Boolean))];
  }

  function search() {
    const words = wordsOf(query.value);
    const chosen = ([folder]) => `${folder}/`.startsWith(year.value && `${year.value}/`);
    const wanted = years.map(chosen);
    results.replaceChildren();
    shown = 0;
    found = [];
    more.hidden = true;
    if (words.length === 0) {
      count.textContent = "";
      return;
    }
    folded ??= passages.map(([, label, text]) => fold(`${label}\n${text}`));
    for (const [at, [, , , , within]] of passages.entries()) {
      if (!within.some((number) => wanted[number])) continue;
      if (words.every((word) => folded[at].includes(word))) found.push(at);
    }
    count.textContent = found.length === 0 ? "没有找到，请换一个更短的词" : `找到 ${found.length} 处`;
    show(words, wanted);
  }

  function show(words, wanted) {
    const next = found.slice(shown, shown + BATCH).map((at) => entry(passages[at], words, wanted));
    results.append(...next);
    shown += next.length;
    more.hidden = shown >= found.length;
    more.firstElementChild.onclick = () => {
      const first = results.children.length;
      show(words, wanted);
      results.children[first]?.querySelector("a").focus();
    };
  }

  function entry([section, label, text, address, within], words, wanted) {
    const item = document.createElement("li");
    const [newest, ...others] = within.filter((number) => wanted[number]);
    const heading = document.createElement("p");
    heading.className = "found";
    const link = anchor(newest, address, [sections[section], label].filter(Boolean).join("　"));
    heading.append(link, document.createTextNode(`　${years[newest][1]}`));
    const words_ = document.createElement("p");
    words_.append(...marked(excerpt(text, words), words));
    item.append(heading, words_);
    if (others.length > 0) item.append(sameIn(others, address));
    return item;
  }

  function sameIn(others, address) {
    const line = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = `另有 ${others.length} 处文字相同`;
    const list = document.createElement("p");
    others.forEach((number) => {
      list.append(anchor(number, address, years[number][1]), document.createTextNode("　"));
    });
    line.append(summary, list);
    return line;
  }

  function anchor(number, address, words) {
    const link = document.createElement("a");
    link.href = `${years[number][0]}/index.html#${address}`;
    link.textContent = words;
    return link;
  }

  // A long passage is shown around the first word found in it.
  function excerpt(text, words) {
    if (text.length <= LONGEST) return text;
    const plain = fold(text);
    const first = Math.min(...words.map((word) => plain.indexOf(word)).filter((at) => at >= 0));
    const from = Number.isFinite(first) ? Math.max(0, first - AROUND) : 0;
    const end = Math.min(text.length, from + LONGEST);
    return `${from > 0 ? "…" : ""}${text.slice(from, end)}${end < text.length ? "…" : ""}`;
  }

  function marked(text, words) {
    const plain = fold(text);
    const parts = [];
    let at = 0;
    while (at < text.length) {
      const hits = words.map((word) => [plain.indexOf(word, at), word.length]);
      const [start, length] = hits
        .filter(([hit]) => hit >= 0)
        .sort(([a, m], [b, n]) => a - b || n - m)[0] ?? [text.length, 0];
      if (start > at) parts.push(document.createTextNode(text.slice(at, start)));
      if (length > 0) {
        const mark = document.createElement("mark");
        mark.textContent = text.slice(start, start + length);
        parts.push(mark);
      }
      at = start + length;
    }
    return parts;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  query.addEventListener("input", (event) => {
    clearTimeout(waiting);
    if (!event.isComposing) waiting = setTimeout(search, 150);
  });
  query.addEventListener("compositionend", search);
  year.addEventListener("change", search);

  const asked = new URLSearchParams(location.search);
  query.value = asked.get("q") ?? "";
  if (years.some(([folder]) => folder === asked.get("year"))) year.value = asked.get("year");
  form.hidden = false;
  search();
})();
