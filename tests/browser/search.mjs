// Uses the full-text search of a built output folder as a reader does: from disk, by keyboard, and
// without JavaScript. Usage: node search.mjs DIR
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const root = resolve(process.argv[2]);
const address = pathToFileURL(join(root, "search.html")).href;
let failed = 0;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
});
try {
  await withScripts();
  await withoutScripts();
} finally {
  await browser.close();
}
console.log(failed === 0 ? "search: passed" : `search: ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function check(name, holds, seen = "") {
  if (holds) return;
  failed += 1;
  console.log(`FAILED ${name} ${seen}`);
}

async function withScripts() {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  // What a page had not loaded yet when the next was opened has not failed.
  const left = (request) => request.failure().errorText === "net::ERR_ABORTED";
  page.on("requestfailed", (request) => left(request) || errors.push(request.url()));
  await page.goto(address);
  const status = page.getByRole("status");

  // Any part of a word is found, and marked.
  const hits = {};
  for (const words of ["负责", "部门负责人", "ｂｕ不存在的词", "本会 经费"]) {
    await page.getByLabel("要找的文字").fill(words);
    await page.getByRole("button", { name: "搜索" }).click();
    hits[words] = Number(/\d+/.exec(await status.textContent())?.[0] ?? 0);
    const parts = words.split(" ");
    const shown = await page.locator("#results > li").evaluateAll((all) => all.map((li) => li.textContent));
    check(`${words}: every result holds it`, shown.every((text) => parts.every((part) => text.includes(part))));
    const marks = await page.locator("#results mark").allTextContents();
    check(`${words}: marked`, marks.every((mark) => parts.includes(mark)), marks.join());
  }
  check("a longer word is found, less often", hits["部门负责人"] > 0 && hits["部门负责人"] < hits["负责"], JSON.stringify(hits));
  check("several words are found together", hits["本会 经费"] > 0, JSON.stringify(hits));
  check("what is not there is not found", hits["ｂｕ不存在的词"] === 0);

  // What people type finds what is written, and the page that is opened marks it.
  for (const [typed, written] of [["第13条", "第十三条"], ["學生會", "学生会"], ["代表大會　經費", "代表大会　经费"]]) {
    const counts = [];
    for (const words of [typed, written]) {
      await page.getByLabel("要找的文字").fill(words);
      await page.getByRole("button", { name: "搜索" }).click();
      counts.push(await status.textContent());
    }
    check(`${typed} finds ${written}`, /[1-9]/.test(counts[0]) && counts[0] === counts[1], counts.join());
  }
  await page.getByLabel("要找的文字").fill("第13条");
  await page.getByRole("button", { name: "搜索" }).click();
  const first = page.locator("#results .found a").first();
  const href = decodeURIComponent(await first.getAttribute("href"));
  check("the article itself comes first", (await first.textContent()).includes("第十三条"), href);
  await page.getByLabel("要找的文字").fill("經費");
  await page.getByRole("button", { name: "搜索" }).click();
  const marking = decodeURIComponent(await page.locator("#results .found a").first().getAttribute("href"));
  check("the words are marked on the page", /^[^#]+#[^:]+:~:text=(.*-,)?经费(,-.*)?$/.test(marking), marking);

  // Tables are found row by row: units, delegates, what was remarked, quotas and results without names.
  for (const [words, row] of [
    ["登记公布经费收支", /2025-2026\/index\.html#units\/row-/],
    ["护理系 代表人数 33", /2025-2026\/index\.html#delegates\/row-/],
    ["满意度调查试点报告", /2025-2026\/index\.html#self-evaluation\/satisfaction/],
    ["不超过30%", /2025-spring-school\/index\.html#grading\/sheet-1\/row-/],
    ["互评评分表", /2025-spring-school\/index\.html#open\/row-/],
    ["86.11", /2025-second-level\/index\.html#standings\/row-/],
  ]) {
    await page.goto(`${address}?q=${encodeURIComponent(words)}`);
    const rows = await page.locator("#results .found a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
    check(`${words}: its row is found`, rows.some((href) => row.test(href)), rows.join());
  }

  // In each year what is its own stands before what the form asks.
  for (const chosen of ["", "2023-2024"]) {
    await page.goto(`${address}?q=${encodeURIComponent("工作部门")}&year=${chosen}`);
    const order = await page.evaluate(() => {
      const { passages, form, years } = GONGKAI_INDEX;
      const wording = new Set(form.map((at) => passages[at][2]));
      return [...document.querySelectorAll("#results > li")].map((li) => {
        const folder = li.querySelector("a").getAttribute("href").split("/index.html")[0];
        return [years.findIndex(([own]) => own === folder), Number(wording.has(li.children[1].textContent))];
      });
    });
    const sorted = order.toSorted(([a, m], [b, n]) => a - b || m - n);
    check(`in ${chosen || "every year"} the form comes last`, JSON.stringify(order) === JSON.stringify(sorted), JSON.stringify(order));
    check("and it comes", order.some(([, form]) => form === 1) && order[0][1] === 0);
  }

  // Where a browser is told which words to mark, it finds them, and in the passage that was found.
  let told = 0;
  for (const words of ["工作部门", "部门负责", "学生代表", "满意度"]) {
    await page.goto(`${address}?q=${encodeURIComponent(words)}`);
    const found = await page.locator("#results .found a").evaluateAll((all) => all.map((a) => a.href));
    for (const href of found.filter((href) => href.includes(":~:"))) {
      const [, place, id, directive] = /^(.*)#(.*)(:~:.*)$/.exec(href);
      const near = (id) => {
        const { top, bottom } = document.getElementById(id).getBoundingClientRect();
        return scrollY > 0 && top < innerHeight && bottom > 0;
      };
      let seen = null;
      // A browser gives up soon after a page has come, on a busy machine before it has looked.
      for (let n = 0; n < 4 && seen === null; n += 1) {
        const opened = await context.newPage();
        await opened.goto(`${place}#${directive}`);
        seen = await opened.waitForFunction(near, decodeURIComponent(id), { timeout: 3000 }).catch(() => null);
        await opened.close();
      }
      check(`${words}: the browser marks it`, seen !== null, decodeURIComponent(href));
      told += 1;
    }
  }
  check("most are marked", told > 60, told);
  await page.goto(address);

  // What was typed is not looked for once more while a reader walks through what was found.
  const kept = await page.evaluate(async () => {
    const query = document.getElementById("query");
    query.value = "负责";
    query.dispatchEvent(new InputEvent("input"));
    document.getElementById("search").requestSubmit();
    document.querySelector("#results a").focus();
    await new Promise((over) => setTimeout(over, 400));
    return document.activeElement.matches("#results a");
  });
  check("a result that a reader stands on stays", kept);

  // By keyboard alone: skip link, then the field, the year, the button, the first result.
  await page.goto(address);
  await page.locator("#_main").focus();
  await page.keyboard.press("Tab");
  check("the field is first", await focused(page, "query"));
  await page.keyboard.type("部门负责人");
  await page.keyboard.press("Enter");
  check("the count is told", /^找到 \d+ 处$/.test(await status.textContent()), await status.textContent());
  check("politely", (await status.getAttribute("aria-live")) === "polite");
  await page.keyboard.press("Tab");
  check("then the year", await focused(page, "year"));
  const before = await status.textContent();
  await page.keyboard.press("ArrowDown");
  const year = await page.locator("#year").inputValue();
  await page.waitForTimeout(50);
  check("a year can be chosen", /^\d{4}-\d{4}$/.test(year), year);
  check("and narrows the results", (await status.textContent()) !== before || before !== "", before);
  const links = await page.locator("#results .found a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  check("to that year", links.length > 0 && links.every((href) => href.startsWith(`${year}/`)), links.join());
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  const walked = await page.evaluate(() => document.activeElement.getAttribute("href"));
  check("then the first result", walked === links[0], walked);
  await page.keyboard.press("Enter");
  await page.waitForURL(/index\.html#/, { waitUntil: "domcontentloaded", timeout: 120000 });
  // A fragment with a text directive is resolved only once the whole page has been read.
  const target = await page.locator(":target").first().textContent({ timeout: 60000 }).catch(() => "");
  check("a result leads to its passage", target.includes("部门负责人"), target.slice(0, 60));

  check("results are accessible", (await axeFaults()).length === 0, (await axeFaults()).join());

  // An address can be kept.
  await page.goto(`${address}?q=${encodeURIComponent("负责")}`);
  check("a search has an address", (await page.locator("#results > li").count()) > 0);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  check("no sideways scroll", wide <= 360, wide);
  check("nothing fails", errors.length === 0, errors.join());
  await context.close();
  check("nobody is in the index", !/roster|guides/.test(readFileSync(join(root, "search-index.js"), "utf8")));
}

async function axeFaults() {
  const faults = [];
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ colorScheme });
    const page = await context.newPage();
    await page.goto(`${address}?q=${encodeURIComponent("负责")}`);
    await page.addScriptTag({ path: createRequire(import.meta.url).resolve("axe-core/axe.min.js") });
    const found = await page.evaluate(() => window.axe.run(document));
    faults.push(...found.violations.map((rule) => `${rule.id}: ${rule.nodes[0].html}`));
    await context.close();
  }
  return faults;
}

async function withoutScripts() {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(address);
  check("the page says that it needs scripts", await page.locator("noscript p").isVisible());
  check("and offers no field", !(await page.locator("#query").isVisible()));
  await page.getByRole("main").getByRole("link", { name: "历年公开" }).click();
  await page.locator(".year-entry a").first().click();
  const found = await page.getByRole("heading", { level: 1 }).isVisible();
  check("the years are read without", found);
  await page.locator(".contents-fold summary").click();
  check("contents lead into the text", (await page.locator('nav a[href="#charter"]').count()) > 0);
  await context.close();
}

async function focused(page, id) {
  return page.evaluate((wanted) => document.activeElement?.id === wanted, id);
}
