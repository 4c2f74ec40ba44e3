// Uses a province's portal as a reader does, from disk: from the front page to a college's own, and its
// search over all charters, whose parts are loaded by need. Usage: node portal.mjs DIR [PICTURES]
import { mkdirSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const root = resolve(process.argv[2]);
const pictures = process.argv[3];
const address = (file) => pathToFileURL(join(root, file)).href;
let failed = 0;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
});
try {
  await aReader();
  await withoutScripts();
  if (pictures) await look(pictures);
} finally {
  await browser.close();
}
console.log(failed === 0 ? "portal: passed" : `portal: ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function check(name, holds, seen = "") {
  if (holds) return;
  failed += 1;
  console.log(`FAILED ${name} ${seen}`);
}

async function aReader() {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  const seen = [];
  const errors = [];
  page.on("request", (request) => seen.push(request.url()));
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("requestfailed", (request) => errors.push(request.url()));
  await page.goto(address("index.html"));

  // The way to a college leads through its city.
  await page.locator("#cities tbody a").first().click();
  const college = page.locator("main tbody a").first();
  const name = (await college.textContent()).trim();
  await college.click();
  check("a city leads to its colleges", (await page.locator("h1").textContent()).trim() === name, name);
  check("what is known of a college is shown", (await page.locator("#own tbody tr").count()) > 0);

  // The numbers behind the pages are there to be taken.
  await page.goto(address("indicators.html"));
  const data = await page.locator('a[href^="data/"]').evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  const there = new Set(readdirSync(join(root, "data")).map((file) => `data/${file}`));
  check("every table leads to its numbers", data.length > 2 && data.every((file) => there.has(file)), data.join());
  check("the chart says its numbers", (await page.locator("svg[role=img]").getAttribute("aria-label")).includes("所"));

  await page.goto(address("search.html"));
  const before = seen.length;
  const status = page.getByRole("status");
  const hits = {};
  // What is typed, and what is found for it: traditional characters stand for those of the texts.
  const asked = { 代表大会: "代表大会", 學生代表大會: "学生代表大会", 没有这几个字吧: "", "主席团 经费": "主席团 经费" };
  for (const [words, stands] of Object.entries(asked)) {
    await page.getByLabel("要找的文字").fill(words);
    await page.getByRole("button", { name: "搜索" }).click();
    await status.filter({ hasText: /所学校|没有找到/ }).waitFor();
    hits[words] = Number(/\d+/.exec(await status.textContent())?.[0] ?? 0);
    const parts = stands.split(" ");
    const marks = await page.locator("#results mark").allTextContents();
    check(`${words}: marked`, marks.every((mark) => parts.includes(mark)), marks.slice(0, 5).join());
  }
  const found = Object.keys(asked).filter((words) => asked[words]).every((words) => hits[words] > 0);
  check("words are found", found, JSON.stringify(hits));
  check("what is not there is not found", hits["没有这几个字吧"] === 0);
  const parts = readdirSync(join(root, "search")).length;
  const loaded = new Set(seen.slice(before)).size;
  check("the index is loaded by need", loaded > 0 && loaded < parts, `${loaded} of ${parts}`);
  await page.locator("#results a").first().click();
  check("a result leads to its college", page.url().includes("/colleges/"));
  const inside = (url) => url.startsWith("file:") && fileURLToPath(url.split("?")[0]).startsWith(`${root}/`);
  check("nothing leaves the folder", seen.every(inside), seen.find((url) => !inside(url)));
  check("no error", errors.length === 0, errors.join());
  await context.close();
}

async function withoutScripts() {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(address("search.html"));
  check("without scripts the search says so", await page.locator("noscript p").isVisible());
  await page.goto(address("indicators.html"));
  check("without scripts the figures are there", (await page.locator("#shares tbody tr").count()) > 10);
  await context.close();
}

/** Takes a picture of each kind of page, on a phone and wide. */
async function look(folder) {
  mkdirSync(folder, { recursive: true });
  const college = readdirSync(join(root, "colleges")).sort()[0];
  const pages = ["index.html", "city-1.html", "indicators.html", "findings.html", "search.html?q=代表大会", `colleges/${college}`];
  for (const width of [360, 1440]) {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const page = await context.newPage();
    for (const file of pages) {
      const [path, query] = file.split("?");
      await page.goto(address(path) + (query ? `?${query}` : ""));
      await page.waitForTimeout(300);
      const name = path.replace(/^.*\//, "").replace(".html", "");
      await page.screenshot({ path: join(folder, `${name}-${width}.png`), fullPage: width > 1000 });
    }
    await context.close();
  }
}
