// Uses the workbench as an author does, in a real browser.
// Usage: node workbench.mjs PROGRAM
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32 } from "node:zlib";
import { chromium } from "playwright-core";

const program = resolve(process.argv[2]);
const pictures = process.env.PICTURES;
const project = join(dirname(fileURLToPath(import.meta.url)), "../..");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let failed = 0;

function check(name, holds, seen = "") {
  if (holds) return;
  failed += 1;
  console.log(`FAILED ${name} ${seen}`);
}

// A site of the specimen, served.
async function serve(...more) {
  const root = mkdtempSync(join(tmpdir(), "workbench-"));
  cpSync(join(project, "standards/specimen"), join(root, "content"), { recursive: true });
  // A desktop, whose program for folders writes down what it is to open.
  const desktop = mkdtempSync(join(tmpdir(), "desktop-"));
  writeFileSync(join(desktop, "xdg-open"), `#!/bin/sh\necho "$@" >> ${desktop}/opened\n`);
  chmodSync(join(desktop, "xdg-open"), 0o755);
  const env = { ...process.env, DISPLAY: ":99", PATH: `${desktop}:${process.env.PATH}` };
  const child = spawn(program, ["serve", "--root", root, ...more], { stdio: ["ignore", "pipe", "ignore"], env });
  running.push(child);
  const address = await new Promise((done, refuse) => {
    let said = "";
    child.stdout.on("data", (data) => {
      said += data;
      const found = /http:\/\/\S+/.exec(said);
      if (found) done(found[0]);
    });
    child.on("exit", (code) => refuse(new Error(`ended with ${code}`)));
  });
  const file = (name) => join(root, "content/2025-2026", name);
  const change = (name, how) => writeFileSync(file(name), how(readFileSync(file(name), "utf8")));
  const end = () => (child.kill("SIGKILL"), rmSync(root, { recursive: true }), rmSync(desktop, { recursive: true }));
  return { root, child, address, file, change, desktop, end };
}

const running = [];
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));
process.on("uncaughtException", (error) => {
  console.log(`FAILED ${error.stack}`);
  process.exit(1);
});

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
});

async function opened(site, size = { width: 1280, height: 860 }, path = "") {
  const page = await browser.newPage({ viewport: size });
  page.on("pageerror", (error) => check("no error of a script", false, String(error)));
  page.on("console", (message) => {
    if (/Content.Security.Policy/i.test(message.text())) check("no policy is broken", false, message.text());
  });
  await page.goto(site.address + path);
  return page;
}

async function picture(page, name) {
  if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`) });
}

async function accessible(page, name) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"], iframes: false }));
  check(`${name}: axe`, violations.length === 0, JSON.stringify(violations.map((it) => [it.id, it.nodes[0].html])));
}

// Waits for the state of the site after the one a page shows.
async function fresh(page, act) {
  const before = await page.locator("body").getAttribute("data-number");
  await act();
  await page.waitForFunction((before) => document.body.dataset.number !== before && document.body.dataset.number, before);
}

async function draftIsLive() {
  const site = await serve();
  const page = await opened(site);
  await page.waitForFunction(() => document.body.dataset.number);
  const frame = page.frameLocator("#frame");
  check("the draft is marked", (await frame.locator("h1").first().textContent()).includes("草稿"));
  check("nothing is found in the specimen", (await page.locator("#findings .nothing").count()) === 1, await page.locator("#findings").textContent());
  await picture(page, "clean");

  // An edit in an outside editor: the page is new, the reader where he was.
  await frame.locator("#units").scrollIntoViewIfNeeded();
  const place = () => page.evaluate(() => document.getElementById("frame").contentWindow.scrollY);
  const before = await place();
  check("there is something to scroll", before > 100, before);
  await fresh(page, () => site.change("名单.csv", (text) => text.replace(/\d+\/(\d+)/, (_, of) => `${of}/${of}`)));
  const finding = page.locator('.finding[data-code="ROS-07"]');
  await finding.waitFor();
  check("a rank outside the first 30 percent is found", (await finding.count()) === 1, await page.locator("#findings").textContent());
  check("the page stays where it was", Math.abs((await place()) - before) < 3, `${before} ${await place()}`);
  check("it is said to those who do not see it", (await page.getByRole("status").textContent()).includes("违规"));
  check("its words are those of check", (await finding.locator("pre").textContent()).includes("content/2025-2026/名单.csv:"));
  check("the section has a badge", (await frame.locator("#roster .gongkai-badge").textContent()) === "1");
  await accessible(page, "findings");
  await picture(page, "finding");

  // A click leads to the place on the page, which is another page here, and shows why the rule is.
  await finding.getByRole("button", { name: "看页面" }).click();
  await frame.locator('[id^="roster/row-"].gongkai-here').waitFor();
  await finding.getByRole("button", { name: "为什么这样规定" }).click();
  const sheet = page.getByRole("dialog");
  check("the rule is explained", (await sheet.textContent()).includes("ROS-07"));
  await accessible(page, "explained");
  await page.keyboard.press("Escape");

  // A section that cannot be read is a box, and the rest is there.
  await fresh(page, () => site.change("机构.yaml", () => "- 机构名称: 主席团\n  人数: [\n"));
  await page.getByRole("button", { name: "网页" }).click();
  const marked = frame.locator("h1", { hasText: "草稿" }).first().waitFor({ timeout: 20_000 });
  check("a year that cannot be read is shown", await marked.then(() => true, () => false));
  await fresh(page, () => site.change("机构.yaml", () => ""));
  await page.goto(site.address);
  await page.waitForFunction(() => document.body.dataset.number);
  await frame.locator("#units .note").first().waitFor();
  check("a section that is empty is a box", (await frame.locator("#units").textContent()).includes("【草稿】"));
  check("the charter is still there", (await frame.locator("#charter .provision").count()) > 5);
  await picture(page, "boxed");
  await page.close();
  site.end();
}

async function questionsAreListed() {
  const site = await serve("--lang", "en");
  const page = await opened(site, { width: 360, height: 740 });
  await page.waitForFunction(() => document.body.dataset.number);
  await picture(page, "narrow");
  await fresh(page, () => site.change("年度.yaml", (text) => text.replace(/^标题: .*$/m, "标题: 待填")));
  await page.getByRole("button", { name: /To fill in/ }).click();
  const question = page.locator(".question");
  check("what is to be filled in is asked", (await question.textContent()).includes("标题"), await page.locator("#questions").textContent());
  await accessible(page, "questions");
  await picture(page, "narrow-questions");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  check("a narrow screen is wide enough", wide <= 360, wide);
  await page.goto(`${site.address}work`);
  check("the years and how far they are", (await page.locator(".states").textContent()).includes("cannot be built"), await page.locator(".states").textContent());
  await accessible(page, "work");
  await picture(page, "narrow-work");
  await page.close();
  site.end();
}

// A roster as a grid: keys, undo, and rows as a spreadsheet copies them; the file keeps its form.
async function tablesAreMended() {
  const site = await serve();
  const before = readFileSync(site.file("名单.csv"), "utf8");
  const page = await opened(site);
  await page.waitForFunction(() => document.body.dataset.number);
  const ranks = (text) => text.replace(/^(\d+,[^\n]*?)(\d+)\/(\d+)/m, "$1$3/$3");
  await fresh(page, () => site.change("名单.csv", ranks));
  const finding = page.locator('.finding[data-code="ROS-07"]');
  await finding.getByRole("button", { name: "改原文" }).click();
  const cell = page.getByLabel("排名 1", { exact: true });
  const wrong = await cell.inputValue();
  const right = /\d+\/\d+/.exec(before)[0];
  await cell.fill(right);
  await cell.press("Control+z");
  check("a change is taken back", (await cell.inputValue()) === wrong, await cell.inputValue());
  await cell.fill(right);
  await accessible(page, "grid");
  await picture(page, "grid");
  await page.setViewportSize({ width: 560, height: 860 });
  const hint = await page.locator("#grid .hint").evaluate((it) => {
    const cells = it.closest(".cells");
    cells.scrollLeft = 9999;
    return [cells.scrollLeft, it.getBoundingClientRect().left - cells.getBoundingClientRect().left];
  });
  check("what stands below a grid stays in sight", hint[0] > 0 && hint[1] >= 0, hint.join());
  await page.setViewportSize({ width: 1280, height: 860 });
  await fresh(page, () => cell.press("Control+s"));
  await finding.waitFor({ state: "detached" });
  check("the file is as it was before the fault", readFileSync(site.file("名单.csv"), "utf8") === before);

  // Forty rows from a spreadsheet, one rank of which it took for a day.
  const rows = Array.from({ length: 40 }, (_, at) => [at + 101, `甲${at}`, "共青团员", "护理系", "二年级", at === 0 ? "5月12日" : "3/90"].join("\t"));
  const count = await page.locator("#grid tbody tr").count();
  await page.getByRole("button", { name: "加一行", exact: true }).last().click();
  const last = page.getByLabel(`序号 ${count + 1}`, { exact: true });
  await last.evaluate((box, text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, `${rows.join("\r\n")}\r\n`);
  check("forty rows are pasted", (await page.locator("#grid tbody tr").count()) === count + 40, await page.locator("#grid tbody tr").count());
  check("a rank that became a day is a rank again", (await page.getByLabel(`排名 ${count + 1}`, { exact: true }).inputValue()) === "5/12");
  await fresh(page, () => page.getByRole("button", { name: "保存", exact: true }).click());
  const saved = readFileSync(site.file("名单.csv"), "utf8");
  check("only rows were added", saved.startsWith(before) && saved.split("\n").length === before.split("\n").length + 40);
  await fresh(page, () => page.getByRole("button", { name: "撤销上次保存" }).click());
  check("a save is taken back to the byte", readFileSync(site.file("名单.csv"), "utf8") === before);
  await page.close();
  site.end();
}

// What stands in a record is filled in field by field: answers, what may be said besides, evidence, rows
// of answers; the file changes there and nowhere else.
async function recordsAreFilledIn() {
  const site = await serve();
  const before = readFileSync(site.file("自评.yaml"), "utf8");
  const page = await opened(site);
  await page.waitForFunction(() => document.body.dataset.number);
  const spoilt = before.replace(/^  7: 是$/m, "  7: 对");
  check("there is an answer to spoil", spoilt !== before);
  await fresh(page, () => site.change("自评.yaml", () => spoilt));
  await page.locator('.finding[data-code="SE-01"]').getByRole("button", { name: "改原文" }).click();
  const answer = page.getByLabel("校级 › 7", { exact: true });
  check("the fault is gone to", await answer.evaluate((box) => box === document.activeElement), await page.evaluate(() => document.activeElement.outerHTML));
  check("its indicator stands above it", /^7\s*工作人员都是共产党员或共青团员$/.test(await answer.locator("xpath=ancestor::div[@class='owner']/p").textContent()));
  check("and it is called what it is", (await answer.locator("xpath=ancestor::div[@class='field']/span").first().textContent()) === "结论");
  await answer.selectOption("是");
  await page.getByRole("group", { name: "校级" }).getByText("还可以写 7", { exact: true }).click();
  await page.getByLabel("校级 › 7 › 备注", { exact: true }).fill("逐人查过");
  await accessible(page, "form");
  await picture(page, "form");
  await fresh(page, () => page.getByRole("button", { name: "保存", exact: true }).click());
  const saved = readFileSync(site.file("自评.yaml"), "utf8");
  check("the answer and its remark are written", saved === before.replace("  7: 是\n", "  7:\n    结论: 是\n    备注: 逐人查过\n"), saved);
  const row = page.getByLabel(/^具体情况 › .* 1$/).first();
  await row.selectOption("否");
  await picture(page, "form-rows");
  await fresh(page, () => row.press("Control+s"));
  check("who types stays where he is", await row.evaluate((box) => box === document.activeElement));
  check("a row of answers keeps its form", /: 否( 是)+\n/.test(readFileSync(site.file("自评.yaml"), "utf8")));
  await fresh(page, () => page.getByRole("button", { name: "撤销上次保存" }).click());
  await fresh(page, () => page.getByRole("button", { name: "撤销上次保存" }).click());
  check("both are taken back", readFileSync(site.file("自评.yaml"), "utf8") === spoilt);
  await page.close();
  site.end();
}

// A text that somebody else changes meanwhile is not written over; what is to be filled in is filled in.
async function textsAreMended() {
  const site = await serve();
  site.change("年度.yaml", (text) => text.replace(/^标题: .*$/m, "标题: 待填 # 还没有定"));
  const page = await opened(site);
  await page.waitForFunction(() => document.body.dataset.number);
  await page.getByRole("tab", { name: /待填/ }).click();
  await page.locator(".answer input").fill("某校学生会改革情况：公开");
  await fresh(page, () => page.locator(".answer").getByRole("button").click());
  check("an answer is written in its place", readFileSync(site.file("年度.yaml"), "utf8").includes("标题: 某校学生会改革情况：公开 # 还没有定\n"));
  await fresh(page, () => site.change("前言.md", () => "# 前言\n\n    不对\n"));
  await page.getByRole("tab", { name: /问题/ }).click();
  await page.locator(".group", { hasText: "前言.md" }).getByRole("button", { name: "改原文" }).first().click();
  const text = page.getByLabel("文件内容");
  await text.fill("我的前言\n");
  await fresh(page, () => site.change("前言.md", () => "别人的前言\n"));
  await page.getByRole("button", { name: "保存", exact: true }).click();
  const conflict = page.locator("#conflict");
  await conflict.waitFor();
  check("both are shown", /我的前言/.test(await conflict.textContent()) && /别人的前言/.test(await conflict.textContent()));
  check("nothing is written over", readFileSync(site.file("前言.md"), "utf8") === "别人的前言\n");
  await accessible(page, "conflict");
  await picture(page, "conflict");
  await fresh(page, () => conflict.getByRole("button", { name: "用我的盖过现在的" }).click());
  check("it is after a word", readFileSync(site.file("前言.md"), "utf8") === "我的前言\n");
  await page.close();
  site.end();
}

// Waits until a page has not been loaded anew for a while.
async function still(page) {
  const loaded = () => page.evaluate(() => performance.timeOrigin).catch(() => NaN);
  let before = await loaded();
  for (let quiet = 0; quiet < 8; ) {
    await page.waitForTimeout(100);
    const now = await loaded();
    quiet = now === before ? quiet + 1 : 0;
    before = now;
  }
}

// A folder without a site: it is said how one begins, and a Word file dropped there is a year.
async function aSiteBegins() {
  const site = await serve();
  const word = join(site.root, "公开.docx");
  execFileSync(program, ["--root", site.root, "export", "2025-2026", "--docx", word]);
  const bytes = [...readFileSync(word)];
  rmSync(join(site.root, "content"), { recursive: true });
  const page = await opened(site, undefined, "work");
  // The page that knows of it, not the one before.
  await page.waitForFunction(() => Number(document.body.dataset.drawn) > 1);
  await page.getByRole("heading", { name: "这里还没有站点" }).waitFor();
  check("it is no fault that there is none", (await page.getByRole("alert").count()) === 0);
  await accessible(page, "no site");
  await picture(page, "no-site");
  const drop = (view) =>
    view.evaluate((bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], "公开.docx"));
      for (const type of ["dragover", "drop"]) window.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
    }, bytes);
  await still(page);
  // A file that does not say its year is taken once that is said; a look leaves nothing behind.
  rmSync(join(site.root, ".gongkai"), { recursive: true, force: true });
  const table = `序号,姓名,政治面貌,院系,年级,排名\n1,梁以宁,共青团员,护理系,二年级,3/90\n`;
  await page.locator("#file").setInputFiles({ name: "名单.csv", mimeType: "text/csv", buffer: Buffer.from(table) });
  await page.locator("#done-said", { hasText: "没有写是哪一学年" }).waitFor();
  check("a look leaves nothing behind", !existsSync(join(site.root, ".gongkai")));
  await page.getByLabel("学年（文件里没有写时）").fill("2025-2026");
  await page.getByRole("button", { name: "再试一次" }).click();
  await page.locator("#done-command", { hasText: "2025-2026 --dry-run" }).waitFor();
  await page.getByRole("button", { name: "导入 名单.csv" }).waitFor();
  check("another look leaves nothing behind either", !existsSync(join(site.root, ".gongkai")));
  await page.getByLabel("学年（文件里没有写时）").fill("");
  await drop(page);
  await page.getByRole("button", { name: "导入 公开.docx" }).click();
  await page.getByRole("button", { name: "看草稿" }).click();
  await page.waitForFunction(() => document.body.dataset.number);
  await page.getByRole("tab", { name: /待填/ }).click();
  check("the draft of what was dropped", (await page.locator(".question").count()) >= 2, await page.locator("#questions").textContent());
  await picture(page, "begun");
  // Dropped again, on the draft itself: the year is there, and what could be done is said.
  await drop(await (await page.locator("#frame").elementHandle()).contentFrame());
  await page.getByRole("button", { name: "导入 公开.docx" }).click();
  await page.locator("#sheet-body", { hasText: "--replace" }).waitFor();
  await accessible(page, "dropped");
  await page.close();
  site.end();
}

// What is due by a date is done on the page that says so: a build for a day, and a withdrawal.
async function datesAreGiven() {
  const site = await serve();
  site.change("年度.yaml", (text) => text.replace(/^撤下日期: .*$/m, "撤下日期: 2026-06-01"));
  const page = await opened(site, undefined, "work");
  await page.waitForFunction(() => Number(document.body.dataset.drawn) > 1);
  const done = () => page.locator("#done-title", { hasText: "完成" }).waitFor({ timeout: 20000 });
  check("the date that has come is told with what is on the page", /撤下日期 2026-06-01 已到：在下面/.test(await page.locator(".states").textContent()), await page.locator(".states").textContent());
  const build = page.locator('form[data-what="build"]');
  await build.getByLabel(/^按这一天/).fill("2026-06-02");
  await build.locator("code", { hasText: "gongkai build --on=2026-06-02" }).waitFor();
  await build.getByRole("button").click();
  await done();
  const roster = () => readFileSync(join(site.root, "output/2025-2026/roster.html"), "utf8");
  check("nobody is named after it", !roster().includes("林知夏"));
  const release = page.locator('form[data-what="release"]');
  await release.getByLabel("公开的日期").fill("2026-01-10");
  await release.getByRole("button").click();
  await page.getByRole("button", { name: /^公开一版 —/ }).click({ timeout: 20000 });
  await page.locator("#done-command", { hasText: "gongkai release" }).waitFor();
  await done();
  const withdraw = page.locator('form[data-what="withdraw"]');
  for (let n = 0; n < 50 && !(await withdraw.count()); n += 1) {
    await page.waitForTimeout(200);
    await page.reload();
  }
  check("its date is that of the year", (await withdraw.getByLabel("日期").inputValue()) === "2026-06-01");
  await accessible(page, "withdraw");
  await withdraw.getByRole("button").click();
  await page.getByRole("button", { name: /^撤下姓名 —/ }).waitFor({ timeout: 20000 });
  check("a look withdraws nothing", !existsSync(join(site.root, "content/releases/2025-2026/w1")));
  await picture(page, "withdraw");
  await page.getByRole("button", { name: /^撤下姓名 —/ }).click();
  await page.locator("#done-command", { hasText: "--yes" }).waitFor({ timeout: 20000 });
  await done();
  check("names are withdrawn", existsSync(join(site.root, "content/releases/2025-2026/w1")));
  await page.close();
  site.end();
}

// From an empty folder to a built site; a file dropped on the window is looked at before it is imported.
async function theWorkIsDone() {
  const site = await serve();
  rmSync(join(site.root, "content"), { recursive: true });
  const page = await opened(site, undefined, "work");
  const sample = page.locator('form[data-what="sample"]');
  await sample.locator("code", { hasText: "gongkai" }).waitFor();
  check("it says the command", (await sample.locator("code").textContent()) === "gongkai init . --sample", await sample.locator("code").textContent());
  await sample.getByRole("button").click();
  await page.locator("#done-title", { hasText: "完成" }).waitFor();
  await page.getByRole("button", { name: "已更新" }).click();
  await page.evaluate(() => {
    window.titles = [];
    const title = document.getElementById("done-title");
    new MutationObserver(() => window.titles.push(title.textContent)).observe(title, { childList: true, characterData: true, subtree: true });
  });
  await page.locator('form[data-what="build"]').getByRole("button").click();
  await page.locator("#done-title", { hasText: "完成" }).waitFor({ timeout: 20000 });
  check("it tells how far it is, as the command counts", (await page.evaluate(() => window.titles)).some((title) => /检查并生成 \d+ \/ \d+/.test(title)), JSON.stringify(await page.evaluate(() => window.titles)));
  const round = page.locator('form[data-what="round"]');
  await round.getByLabel("名称").fill("2026-spring");
  await round.locator("code", { hasText: "gongkai appraisal new 2026-spring" }).waitFor();
  await round.getByRole("button").click();
  await page.locator("#done-command", { hasText: "appraisal new" }).waitFor();
  await page.locator("#done-title", { hasText: "完成" }).waitFor({ timeout: 20000 });
  check("a round is begun", readFileSync(join(site.root, "content/2025-2026/appraisal/2026-spring/通知.yaml"), "utf8").includes("在编"));
  const release = page.locator('form[data-what="release"]');
  await release.getByLabel("公开的日期").fill("2026-01-10");
  await release.locator("code", { hasText: "--on=2026-01-10" }).waitFor();
  check("the site is built", readFileSync(join(site.root, "output/index.html"), "utf8").includes("2025"));
  check("it tells what the command line tells", (await page.locator("#done-said").textContent()).includes("2025-2026"));
  await accessible(page, "work done");
  await picture(page, "work");
  // To a place that the site names: what would be carried first, then carried.
  const place = join(site.root, "公开");
  const named = join(site.root, "content/site.yaml");
  writeFileSync(named, `${readFileSync(named, "utf8")}发布:\n  试放: ${place}\n`);
  const publish = page.locator('form[data-what="publish"]');
  for (let n = 0; n < 50 && !(await publish.count()); n += 1) {
    await page.waitForTimeout(200);
    await page.reload();
  }
  await publish.getByRole("button").click();
  await page.getByRole("button", { name: /^发布到服务器 —/ }).waitFor({ timeout: 20000 });
  check("nothing is carried by a look", !existsSync(place), await page.locator("#done-said").textContent());
  await page.getByRole("button", { name: /^发布到服务器 —/ }).click();
  await page.locator("#done-said", { hasText: "已发布到" }).waitFor({ timeout: 20000 });
  check("what is built is carried", readFileSync(join(place, "index.html"), "utf8") === readFileSync(join(site.root, "output/index.html"), "utf8"));
  await page.locator("#file").setInputFiles({ name: "章程.md", mimeType: "text/plain", buffer: Buffer.from("# 某校学生会章程\n\n第一条 宗旨。\n") });
  await page.locator("#done-title", { hasText: /完成/ }).waitFor({ timeout: 20000 });
  check("an import is told of", (await page.locator("#done-command").textContent()).startsWith("gongkai import"), await page.locator("#done-command").textContent());
  await page.close();
  site.end();
}

// One fault of each family, mended where the workbench leads to, until nothing is found. Where a value
// is wrong, the box that is gone to holds it; a text is mended as a text.
const FAULTS = [
  ["IN-01", "年度.yaml", [/^标题: /m, "标题："], null],
  ["CT-01", "年度.yaml", [/$/, "校核数:\n  党员人数: 99\n"], "PARTY"],
  ["ROS-07", "名单.csv", [/\d+\/(\d+)/, "$1/$1"], "RANK"],
  ["ROS-12", "机构.yaml", ["人数: 3\n  主要职责: 组织", "人数: 5\n  主要职责: 组织"], "3"],
  ["RP-04", "责任人.yaml", ["专职团干部: 是", "专职团干部: 否"], "是"],
  ["EL-05", "选举.yaml", ["差额: 1", "差额: 2"], "1"],
  ["CG-12", "代表大会.yaml", ["实到代表: 28", "实到代表: 31"], "28"],
  ["DL-02", "代表.yaml", ["占比: 1.5%", "占比: 2.5%"], "1.5%"],
  ["SE-01", "自评.yaml", [/^  7: 是$/m, "  7: 对"], "是"],
  ["AP-01", "述职.yaml", ["频次: 每学期", "频次: 每学年"], "每学期"],
  ["CH-09", "章程.yaml", ["数值: 40人", "数值: 45人"], "40人"],
  ["PV-01", "前言.md", [/$/, "\n联系电话13800138000。\n"], null],
  ["TX-05", "述职.md", [/。/, "。。"], null],
  ["STR-01", "选举.md", null, null],
];

async function everyFamilyIsMended() {
  const site = await serve();
  const before = new Map(FAULTS.map(([, name]) => [name, readFileSync(site.file(name), "utf8")]));
  const roster = before.get("名单.csv");
  const known = { PARTY: String((roster.match(/中共(预备)?党员/g) ?? []).length), RANK: /\d+\/\d+/.exec(roster)[0] };
  const page = await opened(site, { width: 1280, height: 1600 });
  await page.waitForFunction(() => document.body.dataset.number);
  for (const [code, name, fault, right] of FAULTS) {
    const whole = before.get(name);
    await fresh(page, () => (fault ? site.change(name, (text) => text.replace(...fault)) : rmSync(site.file(name))));
    check(`${code}: it is planted`, !fault || readFileSync(site.file(name), "utf8") !== whole);
    const finding = page.locator(`.finding[data-code="${code}"]`, { hasText: fault ? name : "" }).first();
    await finding.waitFor({ timeout: 8000 }).catch(async () => check(`${code} is found`, false, await page.locator("#findings").textContent()));
    if (!fault) {
      await page.getByRole("tab", { name: "文件" }).click();
      await page.getByRole("button", { name: `新建 ${name}` }).click();
    } else await finding.getByRole("button", { name: "改原文" }).click();
    await page.locator("#editor[open]").waitFor();
    if (right) {
      const box = page.locator("#grid :is(input, select):focus");
      await box.waitFor({ timeout: 4000 }).catch(() => check(`${code}: its box is gone to`, false));
      const value = known[right] ?? right;
      check(`${code}: the box holds what is wrong`, (await box.inputValue()) !== value, await box.inputValue());
      await ((await box.evaluate((it) => it.tagName)) === "SELECT" ? box.selectOption(value) : box.fill(value));
    } else {
      const text = page.getByLabel("文件内容");
      if (!(await text.isVisible())) await page.locator("#editor-form").click();
      await text.fill(whole);
    }
    await fresh(page, () => page.keyboard.press("Control+s"));
    await page.locator("#editor-close").click();
    await page.getByRole("tab", { name: /问题/ }).click();
    await page.locator("#findings .nothing").waitFor({ timeout: 8000 }).catch(async () => check(`${code} is mended`, false, await page.locator("#findings").textContent()));
  }
  await page.close();
  site.end();
}

// What is missing is made; what stands in a table of names gets a line more; a text has its articles
// beside it; the site's own file asks too; the folder is opened on the desktop.
async function filesAreMadeAndOpened() {
  const site = await serve();
  rmSync(site.file("责任人.yaml"));
  writeFileSync(join(site.root, "content/site.yaml"), readFileSync(join(site.root, "content/site.yaml"), "utf8").replace(/^站点名称: .*$/m, "站点名称: 待填"));
  const page = await opened(site);
  await page.waitForFunction(() => document.body.dataset.number);
  await page.getByRole("tab", { name: "文件" }).click();
  await accessible(page, "files");
  await picture(page, "files");
  await fresh(page, () => page.getByRole("button", { name: "新建 责任人.yaml" }).click());
  const made = readFileSync(site.file("责任人.yaml"), "utf8");
  check("a missing table is made, to be filled in", made.includes("- 类别: 待填") && made.includes("姓名: 待填"), made);
  await page.getByLabel("姓名 1", { exact: true }).fill("梁以宁");
  await fresh(page, () => page.keyboard.press("Control+s"));
  check("and filled in at once", readFileSync(site.file("责任人.yaml"), "utf8").includes("姓名: 梁以宁"));
  await page.locator("#editor-close").click();
  await page.getByRole("tab", { name: /待填/ }).click();
  const asked = page.locator(".group", { hasText: "site.yaml" }).locator(".answer").first();
  await asked.locator("input").fill("青禾职业学院学生会信息公开");
  await fresh(page, () => asked.getByRole("button").click());
  check("the site's own file asks", readFileSync(join(site.root, "content/site.yaml"), "utf8").includes("站点名称: 青禾职业学院学生会信息公开\n"));

  // A line more.
  await page.getByRole("tab", { name: "文件" }).click();
  await page.getByRole("button", { name: "改原文 代表.yaml" }).click();
  const before = readFileSync(site.file("代表.yaml"), "utf8");
  await page.getByRole("group", { name: "分布" }).getByText(/还可以写/).last().click();
  await page.getByLabel("分布 › ＋ › 院系", { exact: true }).fill("艺术系");
  await page.getByLabel("分布 › ＋ › 人数", { exact: true }).fill("2");
  await picture(page, "form-line");
  await fresh(page, () => page.keyboard.press("Control+s"));
  check("a line is added", readFileSync(site.file("代表.yaml"), "utf8") === before.replace("  商务系: 8\n", "  商务系: 8\n  艺术系: 2\n"));
  await fresh(page, () => page.getByRole("button", { name: "撤销上次保存" }).click());
  await page.locator("#editor-close").click();

  // The articles of a text, marked where something was found, and the way to each.
  await page.getByRole("button", { name: "改原文 章程.md" }).click();
  const outline = page.getByRole("navigation", { name: "章、节、条" });
  await outline.getByRole("button", { name: /^第七条/ }).waitFor();
  check("a charter has its articles", (await outline.getByRole("button").count()) > 8, await outline.textContent());
  await outline.getByRole("button", { name: /^第七条/ }).click();
  const at = await page.getByLabel("文件内容").evaluate((box) => box.value.slice(box.selectionStart).split("\n")[0]);
  check("the way to an article", at.includes("第七条"), at);
  await fresh(page, () => site.change("章程.md", (text) => text.replace("第七条", "第七条 电话13800138000。")));
  await page.locator("#editor-close").click();
  await page.getByRole("button", { name: "改原文 章程.md" }).click();
  await outline.locator(".violation").first().waitFor();
  await accessible(page, "outline");
  await picture(page, "outline");
  await page.locator("#editor-close").click();

  await page.getByRole("button", { name: "打开文件夹" }).click();
  await page.getByRole("status").getByText("已打开").waitFor();
  for (let wait = 0; wait < 40 && !existsSync(join(site.desktop, "opened")); wait += 1) await page.waitForTimeout(50);
  const shown = readFileSync(join(site.desktop, "opened"), "utf8").trim();
  check("the folder of the year is opened, and nothing else", shown === join(site.root, "content/2025-2026"), shown);
  await page.close();
  site.end();
}

// A workbook of one sheet, as a spreadsheet program writes it but for compression.
function workbook(rows) {
  const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const cell = (words, row, column) => `<c r="${String.fromCharCode(65 + column)}${row + 1}" t="inlineStr"><is><t>${escaped(words)}</t></is></c>`;
  const data = rows.map((cells, row) => `<row r="${row + 1}">${cells.map((words, column) => (words ? cell(words, row, column) : "")).join("")}</row>`).join("");
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const parts = {
    "[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="名单" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": `<worksheet xmlns="${main}"><sheetData>${data}</sheetData></worksheet>`,
  };
  const local = [];
  const central = [];
  let offset = 0;
  for (const [name, text] of Object.entries(parts)) {
    const [path, body] = [Buffer.from(name), Buffer.from(text)];
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt32LE(crc32(body), 14);
    head.writeUInt32LE(body.length, 18);
    head.writeUInt32LE(body.length, 22);
    head.writeUInt16LE(path.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    head.copy(entry, 6, 4, 30);
    entry.writeUInt32LE(offset, 42);
    local.push(head, path, body);
    central.push(entry, path);
    offset += 30 + path.length + body.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(parts).length, 8);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

// A roster that is a workbook: a cell of it is mended, its rows stay, and a save is taken back whole.
async function workbooksAreMended() {
  const site = await serve();
  const rows = readFileSync(site.file("名单.csv"), "utf8").trim().split("\n").map((line) => line.split(","));
  const rank = rows[0].indexOf("排名");
  const row = rows.findIndex((cells, at) => at > 0 && cells[rank]);
  const [right, of] = [rows[row][rank], rows[row][rank].split("/")[1]];
  rows[row][rank] = `${of}/${of}`;
  rmSync(site.file("名单.csv"));
  const first = workbook([["工作人员名单"], ...rows]);
  writeFileSync(site.file("名单.xlsx"), first);
  const page = await opened(site);
  const finding = page.locator('.finding[data-code="ROS-07"]');
  await finding.getByRole("button", { name: "改原文" }).click();
  const box = page.locator("#grid input:focus");
  await box.waitFor();
  check("the cell is gone to", (await box.inputValue()) === `${of}/${of}`, await box.inputValue());
  check("rows of a workbook stay", (await page.getByRole("button", { name: /加一行/ }).count()) === 0);
  await accessible(page, "workbook");
  await picture(page, "workbook");
  await box.fill(right);
  await fresh(page, () => box.press("Control+s"));
  await finding.waitFor({ state: "detached" });
  const second = readFileSync(site.file("名单.xlsx"));
  check("the file has changed", !second.equals(first));
  await fresh(page, () => page.getByRole("button", { name: "撤销上次保存" }).click());
  check("a save is taken back to the byte", readFileSync(site.file("名单.xlsx")).equals(first));
  await page.close();
  site.end();
}

// From an empty folder, by the college's name alone, to the draft of a first year.
async function aCollegeBegins() {
  const site = await serve();
  rmSync(join(site.root, "content"), { recursive: true });
  const page = await opened(site, undefined, "work");
  await page.waitForFunction(() => Number(document.body.dataset.drawn) > 1);
  const start = page.locator('form[data-what="start"]');
  await start.getByLabel("学校全称").fill("青禾职业学院");
  await start.getByRole("button").click();
  await page.locator("#done-title", { hasText: "结果" }).waitFor({ timeout: 20000 });
  await page.getByRole("button", { name: "看草稿" }).click();
  await page.waitForFunction(() => document.body.dataset.number);
  check("a draft of the first year", (await page.frameLocator("#frame").locator("h1").first().textContent()).includes("草稿"));
  await page.getByRole("tab", { name: /待填/ }).click();
  check("what is to be filled in is counted", /已填 \d+ \/ \d+/.test(await page.locator("#questions").textContent()));
  await page.close();
  site.end();
}

// Each view in both languages, on a phone and on a wide screen: nothing sticks out, and axe finds nothing.
async function everyViewFits(language) {
  const site = await serve("--lang", language);
  site.change("名单.csv", (text) => text.replace(/\d+\/(\d+)/, "$1/$1"));
  site.change("年度.yaml", (text) => text.replace(/^标题: .*$/m, "标题: 待填"));
  site.change("章程.md", (text) => text.replace("第七条", "第七条 电话13800138000。"));
  rmSync(site.file("选举.md"));
  for (const width of [360, 1440]) {
    const page = await opened(site, { width, height: 800 });
    await page.waitForFunction(() => document.body.dataset.number);
    const seen = async (name) => {
      const out = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
      const years = await page.evaluate(() => [...document.querySelectorAll(".years, .years ul")].filter((it) => it.scrollWidth > it.clientWidth).length);
      check(`${name} ${language} ${width}: no year is cut off`, years === 0);
      check(`${name} ${language} ${width}: nothing sticks out`, out[0] <= out[1], out.join(" > "));
      await accessible(page, `${name} ${language} ${width}`);
      await picture(page, `view-${name}-${language}-${width}`);
    };
    await page.frameLocator("#frame").locator("h1").first().waitFor();
    await seen("draft");
    for (const name of ["findings", "questions", "files"]) {
      await (width < 900 ? page.locator(`[data-show="${name}"]`) : page.locator(`#tab-${name}`)).click();
      await seen(name);
    }
    for (const name of ["章程.md", "名单.csv", "自评.yaml"]) {
      await page.locator("#files").getByRole("button", { name, exact: false }).first().click();
      await page.locator("#editor[open]").waitFor();
      await seen(`edit-${name.split(".").pop()}`);
      await page.locator("#editor-close").click();
    }
    await page.goto(`${site.address}work`);
    await page.locator("form code", { hasText: "gongkai build" }).waitFor();
    await seen("work");
    await page.close();
  }
  site.end();
}

// Killed while it saves, the file is the old one or the new one, whole, and the next run saves.
async function nothingIsLostToAKill() {
  const texts = ["甲", "乙"].map((word) => `${word}的前言\n`.repeat(20000));
  for (let round = 0; round < 6; round += 1) {
    const site = await serve();
    const own = new URL(site.address);
    const post = (what, body) =>
      new Promise((done) => {
        const headers = { origin: own.origin };
        const asked = request({ host: "127.0.0.1", port: own.port, path: `${own.pathname}${what}?file=${encodeURIComponent("content/2025-2026/前言.md")}`, method: body ? "POST" : "GET", headers }, (answer) => {
          let said = "";
          answer.on("data", (data) => (said += data));
          answer.on("end", () => done(JSON.parse(said)));
          answer.on("error", () => done(null));
        });
        asked.on("error", () => done(null));
        asked.end(body);
      });
    let read = await post("source");
    for (let at = 0; at <= round; at += 1) read = await post("save", JSON.stringify({ digest: read.digest, text: texts[at % 2] }));
    const last = post("save", JSON.stringify({ digest: read.digest, text: texts[(round + 1) % 2] }));
    await new Promise((done) => setImmediate(done));
    site.child.kill("SIGKILL");
    await last;
    const left = readFileSync(site.file("前言.md"), "utf8");
    check("a kill leaves the old or the new", texts.includes(left), left.length);
    site.end();
  }
}

// A page of another origin that knows the port gets nothing, and changes nothing.
async function hostilePagesGetNothing() {
  const site = await serve();
  const own = new URL(site.address);
  const ask = (options) =>
    new Promise((done) => {
      const asked = request({ host: "127.0.0.1", port: own.port, ...options }, (answer) => done(answer.resume().statusCode));
      asked.end();
    });
  const path = own.pathname;
  check("with its token it answers", (await ask({ path })) === 200);
  check("without the token it does not", (await ask({ path: "/" })) === 403);
  check("a name that was made to lead here", (await ask({ path, headers: { host: `evil.example:${own.port}` } })) === 403);
  check("another origin", (await ask({ path, headers: { origin: "http://evil.example" } })) === 403);
  check("a change by another origin", (await ask({ path, method: "POST", headers: { origin: "http://evil.example" } })) === 403);
  const evil = createServer((_, answer) => {
    answer.setHeader("Content-Type", "text/html");
    answer.end(`<iframe src="${site.address}"></iframe><img src="${site.address}asset/icon.svg">`);
  });
  await new Promise((done) => evil.listen(0, "127.0.0.1", done));
  const page = await browser.newPage();
  const answers = [];
  page.on("response", (response) => response.url().startsWith(site.address) && answers.push(response.status()));
  await page.goto(`http://localhost:${evil.address().port}/`);
  const read = await page.evaluate(
    (address) => fetch(address).then((answer) => answer.text(), () => "refused"),
    site.address,
  );
  check("a script elsewhere reads nothing, even with the token", read === "refused", read.slice(0, 200));
  check("no picture is drawn elsewhere", await page.evaluate(() => document.images[0].naturalWidth === 0));
  check("it cannot be framed elsewhere", answers.length > 0 && answers.every((status) => status === 403), answers.join());
  evil.close();
  await page.close();
  site.end();
}

try {
  await Promise.all([draftIsLive(), questionsAreListed(), hostilePagesGetNothing(), tablesAreMended(), recordsAreFilledIn()]);
  await Promise.all([textsAreMended(), theWorkIsDone(), aSiteBegins(), datesAreGiven(), nothingIsLostToAKill()]);
  await Promise.all([everyFamilyIsMended(), filesAreMadeAndOpened(), workbooksAreMended(), aCollegeBegins()]);
  await Promise.all([everyViewFits("zh"), everyViewFits("en")]);
} finally {
  await browser.close();
}
console.log(failed === 0 ? "workbench: passed" : `workbench: ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
