// Finds charters by pairs of characters: of each pair one small file says which colleges have it, and
// the texts of those are loaded a few at a time. Everything is loaded as a script, so that it works
// from a folder.
"use strict";

const GONGKAI_PROVINCE = (() => {
  const BATCH = 10;
  const loaded = new Map();
  const pairs = new Map();
  const texts = new Map();
  let colleges = [];
  let shards = 0;
  let chunk = 1;
  let turn = 0;
  let looking;
  let waiting;

  function load(file) {
    if (!loaded.has(file)) {
      loaded.set(file, new Promise((done) => {
        const script = document.createElement("script");
        script.src = file;
        script.onload = done;
        script.onerror = done;
        document.head.append(script);
      }));
    }
    return loaded.get(file);
  }

  const shardOf = (pair) => {
    let hash = 7;
    for (const c of pair) hash = (hash * 31 + c.codePointAt(0)) % 65536;
    return hash % shards;
  };

  function pairsOf(word) {
    const characters = [...word];
    return characters.slice(1).map((c, i) => characters[i] + c);
  }

  // Which colleges have a pair: a list of distances, or one bit a college.
  function unpacked(text) {
    const have = new Set();
    if (text === undefined) return have;
    if (text.startsWith(".")) {
      const bytes = atob(text.slice(1));
      for (let i = 0; i < bytes.length; i += 1) {
        for (let bit = 0; bit < 8; bit += 1) {
          if (bytes.charCodeAt(i) & (1 << bit)) have.add(i * 8 + bit);
        }
      }
      return have;
    }
    let at = -1;
    for (const step of text.split(" ")) have.add((at += parseInt(step, 36)));
    return have;
  }

  async function search(form) {
    clearTimeout(waiting);
    const own = (turn += 1);
    const words = looking.wordsOf(form.query.value).filter(([word]) => [...word].length > 1);
    form.results.replaceChildren();
    form.more.hidden = true;
    if (words.length === 0) {
      form.count.textContent = "";
      return;
    }
    form.count.textContent = "正在查找…";
    const wanted = new Set(words.flat().flatMap(pairsOf));
    await Promise.all([...wanted].map((pair) => load(`search/pairs-${shardOf(pair)}.js`)));
    const of = new Map([...wanted].map((pair) => [pair, unpacked(pairs.get(pair))]));
    // Each word in one of the ways it may be written.
    const has = (college) => (way) => pairsOf(way).every((pair) => of.get(pair).has(college));
    const have = [...colleges.keys()].filter((college) => words.every((ways) => ways.some(has(college))));
    const state = { form, words, have, at: 0, found: 0, own };
    form.more.firstElementChild.onclick = () => next(state);
    await next(state);
  }

  // Looks into the charters of some more colleges.
  async function next(state) {
    const { form, words, have } = state;
    const before = form.results.children.length;
    let shown = 0;
    while (state.at < have.length && shown < BATCH) {
      const some = have.slice(state.at, state.at + BATCH);
      await Promise.all(some.map((college) => load(`search/texts-${Math.floor(college / chunk)}.js`)));
      if (state.own !== turn) return;
      for (const college of some) {
        const hits = (texts.get(college) ?? []).filter(([, text]) => {
          const plain = looking.fold(text);
          return words.every((ways) => ways.some((way) => plain.includes(way)));
        });
        if (hits.length > 0) {
          form.results.append(entry(college, hits, words.flat()));
          shown += 1;
        }
      }
      state.at += some.length;
    }
    state.found += shown;
    const rest = have.length - state.at;
    form.count.textContent = state.found === 0 ? "没有找到，请换一个更短的词"
      : `${state.found} 所学校的章程里有${rest > 0 ? `，还有至多 ${rest} 所` : ""}`;
    form.more.hidden = rest === 0;
    if (before > 0) form.results.children[before]?.querySelector("a").focus();
  }

  function entry(college, hits, words) {
    const [id, name] = colleges[college];
    const item = document.createElement("li");
    const heading = document.createElement("p");
    heading.className = "found";
    const link = document.createElement("a");
    link.href = `colleges/${id}.html`;
    link.textContent = name;
    heading.append(link);
    item.append(heading);
    for (const [label, text] of hits.slice(0, 3)) {
      const line = document.createElement("p");
      line.append(`${label}　`, ...looking.marked(looking.excerpt(text, words), words));
      item.append(line);
    }
    if (hits.length > 3) {
      const line = document.createElement("p");
      line.textContent = `另有 ${hits.length - 3} 条`;
      item.append(line);
    }
    return item;
  }

  function begin() {
    const named = (id) => document.getElementById(id);
    const form = { query: named("query"), count: named("count"), results: named("results"), more: named("more") };
    const own = named("search");
    own.addEventListener("submit", (event) => {
      event.preventDefault();
      search(form);
    });
    form.query.addEventListener("input", (event) => {
      clearTimeout(waiting);
      if (!event.isComposing) waiting = setTimeout(() => search(form), 200);
    });
    form.query.value = new URLSearchParams(location.search).get("q") ?? "";
    own.hidden = false;
    search(form);
  }

  return {
    colleges: (list, parts, each, traditional) => {
      [colleges, shards, chunk, looking] = [list, parts, each, GONGKAI_WORDS(traditional)];
      begin();
    },
    pairs: (part) => Object.entries(part).forEach(([pair, of]) => pairs.set(pair, of)),
    texts: (from, list) => list.forEach((text, i) => texts.set(from + i, text)),
  };
})();
