// Reads the newest year of a built output folder as people do: by contents, by keyboard, by
// reference, on paper, without JavaScript. Usage: node reading.mjs DIR
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const root = resolve(process.argv[2]);
const year = readdirSync(root).filter((name) => /^\d{4}-\d{4}$/.test(name)).sort().at(-1);
const address = pathToFileURL(join(root, year, "index.html")).href;
let failed = 0;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
});
try {
  await byContents();
  await byKeyboard();
  await byReference();
  await onPaper();
  await rareCharacters();
} finally {
  await browser.close();
}
console.log(failed === 0 ? "reading: passed" : `reading: ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function check(name, holds, seen = "") {
  if (holds) return;
  failed += 1;
  console.log(`FAILED ${name} ${seen}`);
}

async function open(options = {}, url = address) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

async function byContents() {
  const page = await open({ javaScriptEnabled: false });
  const link = page.locator('.contents a[href="#charter/chapter-3"]');
  await link.click();
  check("a line of the contents leads there", page.url().endsWith("#charter/chapter-3"), page.url());
  const top = await page.locator('[id="charter/chapter-3"]').boundingBox();
  check("and shows it", top.y >= 0 && top.y < 300, top.y);
  const visible = await link.boundingBox();
  check("the contents stay in view", visible.y >= 0 && visible.y < 900, visible.y);
  await page.context().close();

  const followed = await open({}, `${address}#charter/chapter-3`);
  if (await followed.evaluate(() => CSS.supports("selector(:target-current)"))) {
    await followed.waitForTimeout(300);
    const current = await followed.locator(".contents a:target-current").allTextContents();
    check("the contents follow the reader", current.some((text) => text.startsWith("第三章")), current.join());
  }
  await followed.context().close();
}

async function byKeyboard() {
  const page = await open({ viewport: { width: 360, height: 740 } });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  check("the skip link leads to the text", page.url().endsWith("#_main"), page.url());
  await page.locator(".contents-fold summary").focus();
  await page.keyboard.press("Enter");
  check("contents unfold", await page.locator(".contents-fold nav").isVisible());
  const hidden = await page.evaluate(() =>
    [...document.querySelectorAll("a[href]")].filter((a) => a.offsetParent && a.tabIndex < 0).length,
  );
  check("every link can be reached", hidden === 0, hidden);
  await page.context().close();
}

async function byReference() {
  const page = await open();
  const label = page.locator('a.label[href="#charter/article-11"]');
  check("an article has its address", (await label.textContent()) === "第十一条");
  const reference = page.locator('.provision a:not(.label)[href^="#charter/article-"]').first();
  const words = await reference.textContent();
  await reference.click();
  const lit = await page.evaluate(() => document.querySelector(":target .label")?.textContent);
  check("a reference leads to its article", words.startsWith(lit), `${words} ${lit}`);
  await page.context().close();
}

async function onPaper() {
  const page = await open();
  await page.emulateMedia({ media: "print" });
  for (const gone of [".contents", ".skip", ".files", ".complaint >> nth=0", ".trail >> nth=0"]) {
    check(`${gone} is not printed`, !(await page.locator(gone).isVisible()));
  }
  check("the text is", await page.locator("main").isVisible());
  check("and the digest", await page.locator(".digest").isVisible());
  const link = await page.locator("main a").first().evaluate((a) => getComputedStyle(a).textDecorationLine);
  check("links are words", link === "none", link);
  const roster = await page.locator(".elsewhere a").evaluate((a) => [getComputedStyle(a, "::after").content, a.dataset.address]);
  check("the address of the roster is printed", roster[0].includes("data-address") || roster[0].includes(roster[1]), roster.join());
  const pdf = await page.pdf({ preferCSSPageSize: true });
  check("it prints", pdf.length > 10_000, pdf.length);
  await page.context().close();
  for (const name of ["index.html", "roster.html", "compliance.html"]) await footWithText(name);
}

// The foot of a page never takes a sheet by itself: without it there are as many.
async function footWithText(name) {
  const page = await open({}, address.replace("index.html", name));
  const sheets = async () => (await page.pdf({ preferCSSPageSize: true })).toString("latin1").match(/\/Type \/Page\b/g)?.length ?? 0;
  const whole = await sheets();
  await page.addStyleTag({ content: ".foot { display: none }" });
  const without = await sheets();
  check(`the foot of ${name} stands with its text`, whole > 0 && whole === without, `${whole} ${without}`);
  await page.context().close();
}

async function rareCharacters() {
  const page = await open({}, address.replace("index.html", "roster.html"));
  const font = await page.evaluate(async () => {
    await document.fonts.ready;
    return [...document.fonts].filter((f) => f.family.includes("Gongkai Rare")).map((f) => f.status);
  });
  check("the font of rare characters is loaded where they stand", font.join() === "loaded", font.join());
  await page.context().close();
}
