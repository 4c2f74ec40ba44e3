// Puts a year's fragment through two cleaners that content systems have, sanitize-html and, in
// Chromium, DOMPurify, each as it comes and so harsh that no style, class or scope is left, and checks
// that nothing is lost. Usage: node fragment.mjs EXPORTS
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";
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

await purified();

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

/** What DOMPurify leaves, as Chromium then has it on a page without any style. */
async function purified() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 900, height: 1200 } });
    const folder = dirname(createRequire(import.meta.url).resolve("dompurify"));
    await page.addScriptTag({ path: join(folder, "purify.min.js") });
    const clean = (options) =>
      page.evaluate(([html, options]) => DOMPurify.sanitize(html, options), [html, options]);
    const usual = await clean({});
    check("words stay through DOMPurify", words(entities(usual)), words(entities(html)));
    check("structure stays through DOMPurify", tags(usual), tags(html));
    const harsh = await clean({
      FORBID_ATTR: ["style", "class", "scope", "id", "width"],
      FORBID_TAGS: ["style", "caption"],
    });
    check("words stay through a harsh DOMPurify", words(entities(harsh)), words(entities(html)));
    check("no style, class or scope is left", /\s(style|class|scope)=/.exec(harsh)?.[0] ?? "", "");
    await page.setContent(harsh);
    const seen = await page.evaluate(() => ({
      ruled: [...document.querySelectorAll("td, th")].every(
        (cell) => parseFloat(getComputedStyle(cell).borderTopWidth) > 0,
      ),
      padded: [...document.querySelectorAll("td")].every(
        (cell) => parseFloat(getComputedStyle(cell).paddingLeft) > 0,
      ),
      titled: document.querySelector("strong") !== null,
      tables: document.querySelectorAll("table").length,
    }));
    check("cells keep their rules", seen.ruled, true);
    check("cells keep their padding", seen.padded, true);
    check("the title stays strong", seen.titled, true);
    check("there are tables to see that of", seen.tables > 0, true);
    if (process.env.PICTURE) await page.screenshot({ path: process.env.PICTURE, fullPage: true });
  } finally {
    await browser.close();
  }
}

/** Writes characters that one spelling names as they are. */
function entities(text) {
  const named = { nbsp: "\u00a0", amp: "&", lt: "<", gt: ">", quot: '"' };
  return text.replace(/&(nbsp|amp|lt|gt|quot);/g, (_, name) => named[name]);
}

function check(name, actual, expected) {
  if (actual === expected) return;
  failed += 1;
  actual = String(actual);
  expected = String(expected);
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
