// Makes the pictures of the guide, from the invented college, in a real browser.
// Usage: node pictures.mjs PROGRAM [FOLDER]; without FOLDER they go to tests/pictures/guide.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const program = resolve(process.argv[2]);
const here = dirname(fileURLToPath(import.meta.url));
const folder = resolve(process.argv[3] ?? join(here, "../pictures/guide"));
mkdirSync(folder, { recursive: true });
const place = mkdtempSync(join(tmpdir(), "pictures-"));
const gongkai = (...words) => execFileSync(program, words, { cwd: place, stdio: ["ignore", "pipe", "pipe"] });
const file = (name) => join(place, "我校/content/2025-2026", name);
const change = (name, how) => writeFileSync(file(name), how(readFileSync(file(name), "utf8")));

const served = [];
async function serve(root) {
  mkdirSync(join(place, root), { recursive: true });
  const child = spawn(program, ["serve", "--root", root], { cwd: place, stdio: ["ignore", "pipe", "ignore"] });
  served.push(child);
  let said = "";
  return new Promise((done) =>
    child.stdout.on("data", (data) => {
      said += data;
      const found = /http:\/\/\S+(?=\n)/.exec(said);
      if (found) done(found[0]);
    }),
  );
}
process.on("exit", () => {
  for (const child of served) child.kill("SIGKILL");
  rmSync(place, { recursive: true, force: true });
});

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage({ viewport: { width: 1120, height: 700 } });
const shoot = (name) => page.screenshot({ path: join(folder, `${name}.png`) });
const settled = (number) => page.waitForFunction((before) => document.body.dataset.number && document.body.dataset.number !== before, number ?? "");
async function fresh(act) {
  const before = await page.locator("body").getAttribute("data-number");
  await act();
  await settled(before);
}

// An empty folder.
await page.goto(await serve("空文件夹"));
await page.locator('form[data-what="sample"] code', { hasText: "gongkai" }).waitFor();
await page.evaluate((place) => {
  for (const it of document.querySelectorAll("main code")) it.textContent = it.textContent.replace(place, "/home/teacher");
}, place);
await shoot("start");

// A year that was imported.
gongkai("init", "样例", "--sample");
gongkai("--root", "样例", "build");
gongkai("--root", "样例", "export", "2025-2026", "--docx", "公开.docx");
gongkai("init", "我校", "--from", "公开.docx");
await page.goto(await serve("我校"));
await settled();
await page.getByRole("tab", { name: /待填/ }).click();
await shoot("questions");

// The files of the year: those that are there, and those that are still missing.
await page.getByRole("tab", { name: "文件" }).click();
await shoot("files");

// A rank outside the first 30 percent.
change("名单.csv", (text) => text.replace(/,\d+\/(\d+)\n/, ",40/$1\n"));
await page.reload();
await settled();
await page.getByRole("tab", { name: /问题/ }).click();
const finding = page.locator('.finding[data-code="ROS-07"]');
await finding.getByRole("button", { name: "看页面" }).click();
await page.frameLocator("#frame").locator(".gongkai-here").waitFor();
await finding.scrollIntoViewIfNeeded();
await shoot("finding");
await finding.getByRole("button", { name: "改原文" }).click();
await page.getByLabel("排名 1", { exact: true }).waitFor();
await shoot("roster");
await page.getByRole("button", { name: "关闭", exact: true }).first().click();

// All the work, with a year that was built.
change("名单.csv", (text) => text.replace(/,40\/(\d+)\n/, ",6/$1\n"));
const address = await serve("样例");
await page.goto(`${address}work`);
await page.locator('form[data-what="build"] code').filter({ hasText: "gongkai" }).waitFor();
await page.screenshot({ path: join(folder, "work.png"), fullPage: true });

// What the public sees, on a page and on paper.
gongkai("--root", "样例", "release", "2025-2026", "--on", "2026-01-10");
writeFileSync(join(place, "样例/content/2025-2026/前言.md"), `${readFileSync(join(place, "样例/content/2025-2026/前言.md"), "utf8")}监督意见箱设在学生活动中心一层。\n`);
gongkai("--root", "样例", "release", "2025-2026", "--on", "2026-03-02", "--note", "补充监督意见箱的位置");
gongkai("--root", "样例", "build");
const published = join(place, "样例/output");
await page.goto(pathToFileURL(join(published, "2025-2026/index.html")).href);
await shoot("page");
await page.goto(pathToFileURL(join(published, "2025-2026/versions.html")).href);
await shoot("versions");
execFileSync("pdftoppm", ["-r", "50", "-l", "4", "-png", join(published, "2025-2026/disclosure.pdf"), join(place, "sheet")]);
const sheets = [1, 2, 3, 4].map((at) => {
  const name = [`sheet-${at}.png`, `sheet-0${at}.png`, `sheet-00${at}.png`].find((name) => {
    try {
      return readFileSync(join(place, name));
    } catch {
      return false;
    }
  });
  return `<img src="data:image/png;base64,${readFileSync(join(place, name)).toString("base64")}">`;
});
await page.setContent(`<style>body{margin:16px;background:#ddd;display:flex;gap:16px;flex-wrap:wrap}img{width:250px;box-shadow:0 1px 4px #888}</style>${sheets.join("")}`);
await page.setViewportSize({ width: 1096, height: 390 });
await shoot("paper");
await browser.close();
console.log(`pictures: ${folder}`);
process.exit(0);
