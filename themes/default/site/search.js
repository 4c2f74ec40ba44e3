// Scans GONGKAI_INDEX for what a reader types. No library and no request: it works from a folder.
"use strict";

(() => {
  const BATCH = 30;
  // How much of a clause tells the place of a word in it.
  const AROUND = 16;
  const form = document.getElementById("search");
  const query = document.getElementById("query");
  const year = document.getElementById("year");
  const count = document.getElementById("count");
  const results = document.getElementById("results");
  const more = document.getElementById("more");
  const { years, sections, passages, traditional, form: ofForm } = GONGKAI_INDEX;
  const { fold, wordsOf, excerpt, marked } = GONGKAI_WORDS(traditional);
  const wordings = new Set(ofForm);
  let folded;
  let found = [];
  let shown = 0;
  let waiting;

  function search() {
    // What is still to come of the typing must not replace results that somebody walks through.
    clearTimeout(waiting);
    const words = wordsOf(query.value);
    const has = (text) => (ways) => ways.some((way) => text.includes(way));
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
      if (words.every(has(folded[at]))) found.push(at);
    }
    // The newest year first, and in each what is its own before the form's wording.
    const newest = (at) => passages[at][4].find((number) => wanted[number]);
    const isWording = (at) => Number(wordings.has(at));
    found.sort((a, b) => newest(a) - newest(b) || isWording(a) - isWording(b) || a - b);
    count.textContent = found.length === 0 ? "没有找到，请换一个更短的词" : `找到 ${found.length} 处`;
    show(words.flat(), wanted);
  }

  function show(words, wanted) {
    const next = found.slice(shown, shown + BATCH).map((at) => entry(at, words, wanted));
    results.append(...next);
    shown += next.length;
    more.hidden = shown >= found.length;
    more.firstElementChild.onclick = () => {
      const first = results.children.length;
      show(words, wanted);
      results.children[first]?.querySelector("a").focus();
    };
  }

  function entry(passage, words, wanted) {
    const [section, label, text, address, within] = passages[passage];
    const item = document.createElement("li");
    const [newest, ...others] = within.filter((number) => wanted[number]);
    const heading = document.createElement("p");
    heading.className = "found";
    const place = (number) => address + directive(passage, words, number);
    const link = anchor(newest, place(newest), [sections[section], label].filter(Boolean).join("　"));
    heading.append(link, document.createTextNode(`　${years[newest][1]}`));
    const words_ = document.createElement("p");
    words_.append(...marked(excerpt(text, words), words));
    item.append(heading, words_);
    if (others.length > 0) item.append(sameIn(others, place));
    return item;
  }

  function sameIn(others, place) {
    const line = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = `另有 ${others.length} 处文字相同`;
    const list = document.createElement("p");
    others.forEach((number) => {
      list.append(anchor(number, place(number), years[number][1]), document.createTextNode("　"));
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

  // Has the browser mark the first word found on the page it opens, where it can. What stands around
  // it tells the place, and begins and ends where words do: browsers look for nothing less. Where the
  // page says the same elsewhere too, the passage alone is shown.
  function directive(passage, words, number) {
    if (!("fragmentDirective" in document)) return "";
    const text = passages[passage][2];
    const plain = fold(text);
    const hits = words.map((word) => [plain.indexOf(word), word.length]).filter(([at]) => at >= 0);
    const [at, length] = hits.sort(([a, m], [b, n]) => a - b || n - m)[0] ?? [0, 0];
    if (length === 0) return "";
    // Beyond these signs another paragraph may begin, or a number that is not part of the text.
    const [near] = /[^；。：）\s]*$/.exec(text.slice(0, at));
    const [after] = /^[^；。：（\s]*/.exec(text.slice(at + length));
    const hit = text.slice(at, at + length);
    const end = near.length + length;
    const clause = near + hit + after;
    const bounds = boundaries(clause);
    const from = bounds.findLast((it) => it <= Math.max(0, near.length - AROUND));
    const to = bounds.find((it) => it >= Math.min(clause.length, end + AROUND));
    const [before, behind] = [clause.slice(from, near.length), clause.slice(end, to)];
    if (!(before || behind) || isElsewhere(before + hit + behind, passage, number)) return "";
    const spelt = (words_) => encodeURIComponent(words_).replace(/-/g, "%2D");
    const parts = [before && `${spelt(before)}-`, spelt(hit), behind && `-${spelt(behind)}`];
    return `:~:text=${parts.filter(Boolean).join()}`;
  }

  function isElsewhere(words, passage, number) {
    const plain = fold(words);
    const says = ([, , , , within], at) => at !== passage && within.includes(number) && folded[at].includes(plain);
    return passages.some(says) || sections.some((title) => fold(title).includes(plain));
  }

  // Where words begin in a clause, and where it ends; between signs alone where a browser cannot tell.
  function boundaries(clause) {
    if (!("Segmenter" in Intl)) return [0, ...[...clause.matchAll(/[，、]/g)].map((it) => it.index), clause.length];
    const segments = new Intl.Segmenter("zh", { granularity: "word" }).segment(clause);
    return [...[...segments].map((it) => it.index), clause.length];
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
