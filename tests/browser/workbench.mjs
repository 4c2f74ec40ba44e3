// Uses the workbench as an author does, in a real browser.
// Usage: node workbench.mjs PROGRAM
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
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
  const child = spawn(program, ["serve", "--root", root, ...more], { stdio: ["ignore", "pipe", "ignore"] });
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
  return { root, child, address, file, change, end: () => (child.kill("SIGKILL"), rmSync(root, { recursive: true })) };
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
  check("a year that cannot be read is shown", (await frame.locator("h1").first().textContent()).includes("草稿"));
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
  await page.locator('form[data-what="build"]').getByRole("button").click();
  await page.locator("#done-title", { hasText: "完成" }).waitFor({ timeout: 20000 });
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
  await page.locator("#file").setInputFiles({ name: "章程.md", mimeType: "text/plain", buffer: Buffer.from("# 某校学生会章程\n\n第一条 宗旨。\n") });
  await page.locator("#done-title", { hasText: /完成/ }).waitFor({ timeout: 20000 });
  check("an import is told of", (await page.locator("#done-command").textContent()).startsWith("gongkai import"), await page.locator("#done-command").textContent());
  await page.close();
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
  await Promise.all([textsAreMended(), theWorkIsDone(), aSiteBegins(), nothingIsLostToAKill()]);
} finally {
  await browser.close();
}
console.log(failed === 0 ? "workbench: passed" : `workbench: ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
