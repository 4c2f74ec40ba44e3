// How words are looked for in texts and shown in them, on every page that searches: the site's own, and
// a province's portal. It knows no page and no index; `traditional` holds characters in pairs, each beside
// the one that is written for it.
"use strict";

const GONGKAI_WORDS = (traditional) => {
  const AROUND = 60;
  const LONGEST = 200;
  const DIGITS = "零一二三四五六七八九";
  const pairs = [...traditional.matchAll(/../g)].map(([[old, own]]) => [old, own]);
  const written = new Map(pairs);

  // Full-width letters and digits are found as half-width ones, traditional characters as those that
  // are written for them; the length stays the same.
  function fold(text) {
    return text
      .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
      .replace(/[A-Z]/g, (c) => c.toLowerCase())
      .replace(/[\u3400-\u9fff]/g, (c) => written.get(c) ?? c);
  }

  // Each word in the ways it may be written: 第13条 is 第十三条.
  function wordsOf(text) {
    return [...new Set(fold(text).split(/\s+/).filter(Boolean))].map(spellings);
  }

  function spellings(word) {
    const inFigures = word.replace(/[零一二三四五六七八九十百]+/g, (n) => figures(n) ?? n);
    const inNumerals = word.replace(/[0-9]+/g, (n) => numeral(Number(n)) ?? n);
    return [...new Set([word, inFigures, inNumerals])];
  }

  // 105 as 一百零五; of a number that an article can have.
  function numeral(number) {
    if (number < 1 || number > 999) return undefined;
    const [hundreds, tens, ones] = [Math.floor(number / 100), Math.floor(number / 10) % 10, number % 10];
    const first = hundreds ? `${DIGITS[hundreds]}百` : "";
    const gap = hundreds && !tens && ones ? "零" : "";
    const ten = tens ? `${tens === 1 && !hundreds ? "" : DIGITS[tens]}十` : "";
    return `${first}${gap}${ten}${ones ? DIGITS[ones] : ""}`;
  }

  function figures(words) {
    for (let number = 1; number <= 999; number += 1) {
      if (numeral(number) === words) return String(number);
    }
    return undefined;
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

  return { fold, wordsOf, excerpt, marked };
};
