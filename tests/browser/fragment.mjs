// Puts a year's fragment through a cleaner such as content systems have, and checks that nothing is
// lost. Usage: node fragment.mjs EXPORTS
import { readFileSync } from "node:fs";
import { join } from "node:path";
import sanitize from "sanitize-html";

const html = readFileSync(join(process.argv[2], "fragment.html"), "utf8");
let failed = 0;

// Strict: elements of text and tables, no style element, no id, no class, no script.
const TAGS = ["p", "h2", "h3", "h4", "h5", "h6", "a", "strong", "em", "br", "ul", "li"].concat(
  ["table", "caption", "thead", "tbody", "tr", "th", "td"],
);
const strict = {
  allowedTags: TAGS,
  allowedAttributes: {
    "*": ["style", "align"],
    a: ["href"],
    table: ["border", "cellpadding", "cellspacing", "width"],
    th: ["scope", "width"],
  },
  allowedSchemes: ["https", "http", "mailto"],
};
check("nothing is taken out but what any cleaner writes otherwise", plain(sanitize(html, strict)), plain(html));

// The strictest: no style at all. The words and the structure stay.
const bare = { ...strict, allowedAttributes: { a: ["href"], th: ["scope"] } };
check("words stay without styles", words(sanitize(html, bare)), words(html));
check("structure stays without styles", tags(sanitize(html, bare)), tags(html));

for (const [what, pattern] of [
  ["no id", /\sid\s*=/],
  ["no class", /\sclass\s*=/],
  ["no script", /<script|\son[a-z]+\s*=|javascript:/i],
  ["no style element", /<style|<link/i],
  ["no link within", /href="#/],
]) {
  check(what, pattern.exec(html)?.[0] ?? "", "");
}
console.log(failed === 0 ? "fragment: passed" : `fragment: ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function check(name, actual, expected) {
  if (actual === expected) return;
  failed += 1;
  let at = 0;
  while (actual[at] === expected[at]) at += 1;
  console.log(`FAILED ${name}\n    ${actual.slice(at, at + 120)}\n    ${expected.slice(at, at + 120)}`);
}

/** What two spellings of the same page have in common. */
function plain(text) {
  return text
    .replace(/<br \/>/g, "<br>")
    .replace(/;"/g, '"')
    .replace(/&#x2F;/g, "/")
    .replace(/&(quot|#39|#x27);/g, '"')
    .trim();
}

function words(text) {
  return plain(text).replace(/<[^>]*>/g, "").replace(/\s+/g, "");
}

function tags(text) {
  return (text.match(/<\/?[a-z0-9]+/g) ?? []).join("");
}
