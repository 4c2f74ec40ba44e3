// Opens every page of a built output folder from disk in Chromium and checks what only a browser
// can tell. Usage: node check.mjs DIR
import { existsSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const NARROW = { width: 360, height: 740 };
const WIDTHS = [320, 360, 768, 1440];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

const root = resolve(process.argv[2] ?? "");
if (!process.argv[2] || !existsSync(root)) {
  console.error("usage: node check.mjs DIR");
  process.exit(2);
}
const pages = htmlFiles(root);
let passed = 0;
let failed = 0;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
});
try {
  const ids = new Map();
  for (const path of pages) ids.set(path, await idsOf(path));
  for (const path of pages) await checkPage(path, ids);
} finally {
  await browser.close();
}
check("the folder holds pages", pages.length > 0 ? [] : [root]);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function htmlFiles(folder) {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? htmlFiles(path) : path))
    .filter((path) => path.endsWith(".html"));
}

function check(name, faults) {
  if (faults.length === 0) {
    passed += 1;
    return;
  }
  failed += 1;
  console.log(`FAILED ${name}`);
  for (const fault of faults.slice(0, 10)) console.log(`    ${fault}`);
  if (faults.length > 10) console.log(`    and ${faults.length - 10} more`);
}

async function open(path, options = {}) {
  const context = await browser.newContext({ viewport: NARROW, ...options });
  const page = await context.newPage();
  const seen = { requests: [], errors: [] };
  page.on("request", (request) => seen.requests.push(request.url()));
  page.on("requestfailed", (request) => seen.errors.push(`not loaded: ${request.url()}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) seen.errors.push(message.text());
  });
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  await page.goto(pathToFileURL(path).href);
  return { context, page, seen };
}

async function idsOf(path) {
  const { context, page } = await open(path);
  const ids = await page.$$eval("[id]", (all) => all.map((element) => element.id));
  await context.close();
  return ids;
}

async function checkPage(path, ids) {
  const name = relative(root, path);
  const { context, page, seen } = await open(path);
  const once = (list) => list.filter((item, at) => list.indexOf(item) !== at);

  check(`${name}: no id twice`, once(ids.get(path)));
  check(`${name}: one h1, headings in order`, await page.evaluate(headingFaults));
  check(`${name}: language`, (await page.getAttribute("html", "lang")) ? [] : ["no lang"]);
  check(`${name}: every link lands`, (await page.evaluate(links)).filter((l) => !lands(l, ids)));
  check(`${name}: every table is complete`, await page.evaluate(tableFaults));
  if (name.endsWith("roster.html")) {
    const robots = await page.getAttribute('meta[name="robots"]', "content").catch(() => null);
    check(`${name}: search engines stay away`, /noindex/.test(robots) ? [] : [String(robots)]);
  }
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    check(`${name}: no sideways scroll at ${width}px`, await page.evaluate(sidewaysFaults));
  }
  await page.emulateMedia({ media: "print" });
  check(`${name}: no button is printed`, await page.evaluate(shownButtons));
  await page.emulateMedia({ media: null });
  await page.setViewportSize(NARROW);
  check(`${name}: no cell spills over at 360px`, await page.evaluate(spillFaults));
  check(`${name}: tables are tables to a screen reader at 360px`, await semanticsFaults(page));
  check(`${name}: first Tab reaches the skip link`, await skipLinkFaults(page));
  check(`${name}: no console message`, seen.errors);
  check(
    `${name}: no request leaves the folder`,
    seen.requests.filter((url) => !inside(url) && !url.startsWith("data:")),
  );
  await context.close();

  for (const colorScheme of ["light", "dark"]) {
    for (const viewport of [NARROW, { width: 1440, height: 900 }]) {
      const name_ = `${name}: axe, ${colorScheme}, ${viewport.width}px`;
      check(name_, await axeFaults(path, { colorScheme, viewport }));
    }
  }
}

function inside(url) {
  return url.startsWith("file:") && fileURLToPath(url).startsWith(`${root}/`);
}

/** Says whether a link leads to a file, and an id in it, or outside by a scheme we publish. */
function lands(href, ids) {
  const url = new URL(href);
  if (["https:", "http:", "mailto:"].includes(url.protocol)) return true;
  if (!inside(href)) return false;
  const path = fileURLToPath(url.origin === "null" ? href.split("#")[0] : url);
  if (!existsSync(path) || statSync(path).isDirectory()) return false;
  const target = decodeURIComponent(url.hash.slice(1));
  return target === "" || (ids.get(path) ?? []).includes(target);
}

async function skipLinkFaults(page) {
  await page.keyboard.press("Tab");
  const href = await page.evaluate(() => document.activeElement?.getAttribute("href"));
  return href?.startsWith("#") ? [] : [`focus is on ${href}`];
}

/** Rows shown as cards must still be rows, with heads, to assistive technology. */
async function semanticsFaults(page) {
  const faults = [];
  // What is folded is read by whoever unfolds it.
  await page.evaluate(() => document.querySelectorAll("main details").forEach((it) => (it.open = true)));
  for (const table of await page.getByRole("table").all()) {
    const seen = await table.ariaSnapshot();
    const id = await table.getAttribute("id");
    if (!/- row /.test(seen) || !/- columnheader /.test(seen)) faults.push(`${id}: ${seen.slice(0, 80)}`);
  }
  const tables = await page.locator("table").count();
  const known = await page.getByRole("table").count();
  return known === tables ? faults : [`${known} of ${tables} tables`];
}

async function axeFaults(path, options) {
  const { context, page } = await open(path, options);
  await page.addScriptTag({ path: axe });
  const found = await page.evaluate(
    (values) => window.axe.run(document, { runOnly: { type: "tag", values } }),
    RULES,
  );
  await context.close();
  return found.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}: ${node.html.slice(0, 120)}`),
  );
}

// What follows runs inside the page.

function shownButtons() {
  return [...document.querySelectorAll("button")].filter((it) => it.getClientRects().length).map((it) => it.textContent);
}

function links() {
  const all = [...document.querySelectorAll("a[href], link[href]")];
  return all.map((element) => element.href);
}

function headingFaults() {
  const levels = [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map((h) => +h.tagName[1]);
  const faults = [];
  const first = levels.filter((level) => level === 1).length;
  if (first !== 1 || levels[0] !== 1) faults.push(`${first} h1, first heading h${levels[0]}`);
  levels.forEach((level, at) => {
    if (at > 0 && level > levels[at - 1] + 1) faults.push(`h${levels[at - 1]} then h${level}`);
  });
  return faults;
}

function tableFaults() {
  const faults = [];
  for (const table of document.querySelectorAll("table")) {
    if (!table.caption && !table.ariaLabel) faults.push(`${table.id}: no name`);
    const width = table.tHead?.rows[0]?.cells.length;
    for (const row of table.tBodies[0].rows) {
      if (row.cells.length !== width) faults.push(`${row.id}: ${row.cells.length} of ${width} cells`);
    }
    for (const head of table.querySelectorAll("th")) {
      if (!head.scope) faults.push(`${table.id}: th without scope`);
    }
  }
  return faults;
}

function sidewaysFaults() {
  const width = document.documentElement.clientWidth;
  const wide = document.documentElement.scrollWidth;
  if (wide <= width) return [];
  const out = [...document.querySelectorAll("body *")].filter(
    (element) => element.getBoundingClientRect().right > width + 1,
  );
  return [`${wide} > ${width}`, ...out.slice(0, 4).map((element) => element.outerHTML.slice(0, 90))];
}

function spillFaults() {
  const spills = (cell) =>
    cell.scrollHeight > cell.clientHeight + 2 || cell.scrollWidth > cell.clientWidth + 2;
  const shown = [...document.querySelectorAll("tbody :is(th, td)")].filter((c) => c.clientHeight);
  return shown.filter(spills).map((cell) => `${cell.parentElement.id}: ${cell.dataset.label}`);
}
