// The draft beside what was found of it: follows every change, and leads from one to the other.
import { dropped, send } from "./drop.js";
import { base, follow, make, standing, word } from "./live.js";
import { edit, mark } from "./editor.js";
import { found, go, refresh } from "./place.js";

const at = document.body.dataset.at;
const frame = document.getElementById("frame");
const status = document.getElementById("said");
const lists = { findings: document.getElementById("findings"), questions: document.getElementById("questions"), files: document.getElementById("files") };
let panel = null;
let wanted = null;

// What is shown: a page or the paper on one side, findings or questions on the other.

function show(what) {
  const side = what in lists ? "panel" : "preview";
  document.body.dataset.pane = side;
  for (const button of document.querySelectorAll("[data-show]")) {
    const same = button.dataset.show in lists === what in lists;
    if (same || side === "panel" || button.dataset.show in lists) {
      button.setAttribute("aria-pressed", String(button.dataset.show === what));
    }
  }
  if (side === "panel") return choose(what);
  const address = new URL(frame.dataset[what], location).href;
  if (frame.contentWindow.location.href.split("#")[0] !== address) frame.src = address;
}

function shown() {
  return new URL(frame.contentWindow.location.href, location).pathname.endsWith(".pdf") ? "paper" : "page";
}

function choose(what) {
  for (const [name, list] of Object.entries(lists)) {
    const tab = document.getElementById(`tab-${name}`);
    tab.setAttribute("aria-selected", String(name === what));
    tab.tabIndex = name === what ? 0 : -1;
    list.hidden = name !== what;
  }
}

for (const button of document.querySelectorAll("[data-show]")) {
  button.addEventListener("click", () => show(button.dataset.show));
}
for (const tab of document.querySelectorAll('[role="tab"]')) {
  tab.addEventListener("click", () => choose(tab.getAttribute("aria-controls")));
  tab.addEventListener("keydown", (event) => {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const tabs = [...tab.parentElement.children];
    const by = event.key === "ArrowRight" ? 1 : tabs.length - 1;
    const other = tabs[(tabs.indexOf(tab) + by) % tabs.length];
    choose(other.getAttribute("aria-controls"));
    other.focus();
  });
}

// The list of what was found, in the words of `check`.

function finding(it) {
  const heading = make("h3", {}, make("strong", {}, `${it.word}[${it.code}]`), ` ${it.message}`);
  const actions = make(
    "div",
    { class: "actions" },
    make("button", { type: "button", onclick: () => lead(it) }, word("place")),
    it.ours ? make("button", { type: "button", onclick: () => edit(it.place) }, word("edit")) : null,
    make("button", { type: "button", onclick: () => explain(it.code) }, word("why")),
  );
  return make(
    "article",
    { class: `finding ${it.level}`, "data-code": it.code },
    heading,
    it.help ? make("p", { class: "help" }, `${word("help")}: ${it.help}`) : null,
    it.ground ? make("p", { class: "ground" }, `${word("ground")}: ${it.ground}`) : null,
    actions,
    make("details", {}, make("summary", {}, `${it.place.path}:${it.place.line}:${it.place.column}`), make("pre", { tabindex: "0" }, it.printed)),
  );
}

// Files of which nobody knows what is still to be filled in.
function unreadable(places) {
  const open = (place) => make("button", { type: "button", onclick: () => edit(place) }, `${word("edit")} ${place.path.split("/").pop()}`);
  return make("div", { class: "trouble" }, make("p", {}, word("unread")), make("div", { class: "actions" }, ...places.map(open)));
}

function question(it) {
  return make(
    "article",
    { class: "question" },
    make("h3", {}, it.asked || it.title, it.of ? make("span", { class: "of" }, `　${it.of}`) : null),
    make("p", { class: "meaning" }, [it.meaning, it.how && `${word("how")}: ${it.how}`].filter(Boolean).join("　")),
    answer(it),
    make("div", { class: "actions" }, make("button", { type: "button", onclick: () => edit(it.place) }, `${word("edit")} ${it.place.path.split("/").pop()}:${it.place.line}`)),
  );
}

// A value for what is still to be filled in, where it is one value.
function answer(it) {
  if (!it.how) return null;
  const field = it.choices.length
    ? make("select", { "aria-label": it.asked }, make("option", { value: "" }, ""), ...it.choices.map((value) => make("option", { value }, value)))
    : make("input", { "aria-label": it.asked });
  return make(
    "form",
    {
      class: "answer",
      onsubmit: async (event) => {
        event.preventDefault();
        const { line, column, path } = it.place;
        const response = await fetch(`${base}answer?file=${encodeURIComponent(path)}`, { method: "POST", body: JSON.stringify({ line, column, value: field.value }) });
        status.textContent = response.ok ? word("saved") : await response.text();
      },
    },
    field,
    make("button", {}, word("save")),
  );
}

function grouped(groups, one) {
  return groups.map((group) =>
    make("section", { class: "group" }, make("h2", {}, `${group.title} `, make("span", {}, `${group.path.split("/").pop()}（${group.entries.length}）`)), ...group.entries.map(one)),
  );
}

function list(fresh) {
  const { groups, questions, trouble } = fresh;
  const unread = fresh.unread ?? [];
  // Nothing is said to be complete while a file, or the site, cannot be read.
  const complete = !questions.length && !unread.length && !trouble;
  const findings = groups.map(({ title, path, findings }) => ({ title, path, entries: findings }));
  const open = new Set([...lists.findings.querySelectorAll("details[open] summary")].map((it) => it.textContent));
  const scroll = lists.findings.scrollTop;
  lists.findings.replaceChildren(
    ...(trouble ? [make("div", { class: "trouble" }, make("p", {}, trouble.message), make("p", { class: "path" }, trouble.path), trouble.help)] : []),
    ...grouped(findings, finding),
    ...(findings.length || trouble ? [] : [make("p", { class: "nothing" }, word("none"))]),
  );
  for (const details of lists.findings.querySelectorAll("details")) {
    details.open = open.has(details.firstChild.textContent);
  }
  lists.findings.scrollTop = scroll;
  const typed = new Map([...lists.questions.querySelectorAll(".answer :is(input, select)")].map((it) => [it.getAttribute("aria-label"), it.value]));
  const focused = lists.questions.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : null;
  const byFile = new Map();
  for (const it of questions) {
    if (!byFile.has(it.place.path)) byFile.set(it.place.path, { title: it.title, path: it.place.path, entries: [] });
    byFile.get(it.place.path).entries.push(it);
  }
  const bar = make("progress", { class: "progress", max: fresh.all, value: fresh.filled, "aria-label": word("filled") });
  lists.questions.replaceChildren(
    ...(unread.length ? [unreadable(unread)] : []),
    ...(complete ? [make("p", { class: "nothing" }, word("complete"))] : []),
    ...(questions.length ? [make("p", {}, `${word("filled")} ${fresh.filled} / ${fresh.all}`)] : []),
    ...(questions.length ? [bar] : []),
    ...grouped([...byFile.values()], question),
  );
  for (const it of lists.questions.querySelectorAll(".answer :is(input, select)")) {
    it.value = typed.get(it.getAttribute("aria-label")) ?? "";
    if (it.getAttribute("aria-label") === focused) it.focus();
  }
  const held = document.activeElement && lists.files.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : null;
  lists.files.replaceChildren(...(fresh.files ?? []).map(filed));
  if (held) lists.files.querySelector(`[aria-label="${CSS.escape(held)}"]`)?.focus();
  const counts = { findings: findings.reduce((sum, group) => sum + group.entries.length, 0), questions: unread.length || trouble ? "?" : questions.length };
  for (const count of document.querySelectorAll("[data-count]")) count.textContent = String(counts[count.dataset.count]);
}

// The files of the year: each is opened, and one that is missing is made first.

function filed(it) {
  const name = it.path.split("/").pop();
  const open = () => edit({ path: it.path, line: 1, column: 1, end_line: 1, end_column: 1 });
  const act = it.is_there ? ["edit", open] : ["create", () => create(it, open)];
  return make(
    "article",
    { class: it.is_there ? "file" : "file missing" },
    make("h2", {}, name, it.is_there ? null : make("span", { class: "lack" }, ` ${word("lacking")}`)),
    make("p", { class: "meaning" }, it.title),
    it.evidence ? make("div", { class: "actions" }, make("button", { type: "button", "aria-label": `${word("see")} ${name}`, onclick: () => see(it) }, word("see"))) : it.ours ? make("div", { class: "actions" }, make("button", { type: "button", "aria-label": `${word(act[0])} ${name}`, onclick: act[1] }, word(act[0]))) : make("p", { class: "meaning" }, word("elsewhere")),
  );
}

// What a rater handed in is looked at, and never changed.
async function see(it) {
  const response = await fetch(`${base}sheet?file=${encodeURIComponent(it.path)}`);
  document.getElementById("sheet-title").textContent = it.path.split("/").pop();
  document.getElementById("sheet-body").replaceChildren(make("p", { class: "meaning" }, word("evidence")), make("pre", { tabindex: "0" }, await response.text()));
  sheet.showModal();
}

async function create(it, open) {
  const response = await fetch(`${base}create?file=${encodeURIComponent(it.path)}`, { method: "POST" });
  if (!response.ok) return (status.textContent = await response.text());
  await open();
}

document.getElementById("folder")?.addEventListener("click", async () => {
  const response = await fetch(`${base}folder?at=${encodeURIComponent(at)}`, { method: "POST" });
  status.textContent = response.ok ? `${word("opened")} ${await response.text()}` : await response.text();
});

// From a finding to its place on the page, and from a section to its findings.

function lead(it) {
  const address = new URL(it.page, new URL(frame.dataset.page, location)).href;
  document.body.dataset.pane = "preview";
  if (frame.contentWindow.location.href.split("#")[0] === address) return go(frame.contentWindow, it.address);
  wanted = it;
  frame.src = address;
}

function badges() {
  const page = frame.contentDocument;
  if (!page || !panel || shown() === "paper") return;
  for (const old of page.querySelectorAll(".gongkai-badge")) old.remove();
  const counts = new Map();
  for (const it of panel.groups.flatMap((group) => group.findings)) {
    if (!it.address) continue;
    const section = it.address.split("/")[0];
    counts.set(section, [...(counts.get(section) ?? []), it]);
  }
  for (const [section, all] of counts) {
    const heading = found(page, section)?.querySelector("h1, h2, h3");
    if (!heading) continue;
    const worst = ["violation", "warning", "unverified", "notice"].find((level) => all.some((it) => it.level === level));
    const badge = page.createElement("button");
    badge.type = "button";
    badge.className = `gongkai-badge ${worst}`;
    badge.textContent = String(all.length);
    badge.setAttribute("aria-label", `${word("findings")} ${all.length}`);
    badge.addEventListener("click", () => {
      show("findings");
      const first = [...lists.findings.querySelectorAll(".finding")].find((it) => it.querySelector("summary").textContent.startsWith(all[0].place.path));
      first?.scrollIntoView({ block: "start" });
      first?.querySelector("button").focus();
    });
    heading.append(badge);
  }
}

frame.addEventListener("load", () => {
  if (frame.contentDocument) dropped(take, frame.contentWindow);
  badges();
  if (wanted) go(frame.contentWindow, wanted.address);
  wanted = null;
});

// Why a rule is what it is.

const sheet = document.getElementById("sheet");
document.getElementById("sheet-close").addEventListener("click", () => sheet.close());

async function explain(code) {
  const response = await fetch(`${base}explain/${encodeURIComponent(code)}`);
  document.getElementById("sheet-title").textContent = code;
  const { said, condition, place } = response.ok ? await response.json() : { said: await response.text() };
  // How a machine holds it against the data is for whoever asks.
  document.getElementById("sheet-body").replaceChildren(
    make("pre", { tabindex: "0" }, said),
    ...(condition ? [make("details", {}, make("summary", {}, word("condition")), make("pre", { tabindex: "0" }, condition))] : []),
    ...(place ? [make("p", { class: "meaning" }, place)] : []),
  );
  sheet.showModal();
}

// A file dropped on the window: what it would become is shown first, and it is imported after a word.

async function take(file) {
  const year = make("input", { size: "9", placeholder: "2024-2025", "aria-label": word("year") });
  const again = make("p", {}, make("label", {}, `${word("year")} `, year), " ", make("button", { type: "button", onclick: () => look() }, word("again")));
  const tell = async (only, ...after) => {
    document.getElementById("sheet-title").textContent = file.name;
    document.getElementById("sheet-body").replaceChildren(make("progress", { "aria-label": word("running") }));
    if (!sheet.open) sheet.showModal();
    const response = await send(file, only, year.value);
    const done = response.ok ? await response.json() : { command: "", said: await response.text(), code: 2 };
    const body = [make("p", {}, make("code", {}, done.command)), make("pre", { tabindex: "0" }, done.said)];
    document.getElementById("sheet-body").replaceChildren(...body, ...(done.code === 0 ? after : only ? [again] : []));
  };
  const look = () => tell("look", make("button", { type: "button", class: "main", onclick: () => tell("") }, `${word("import")} ${file.name}`));
  await look();
}
dropped(take);

// Every change, as it comes.

follow(
  async (_, again) => {
    // The page does not wait for the lists.
    if (again && shown() === "paper") frame.contentWindow.location.reload();
    const page = again && shown() !== "paper" ? refresh(frame.contentWindow) : null;
    // If it is not to be had, that is told where it is waited for.
    page?.catch(() => {});
    const fresh = await standing(at);
    panel = fresh;
    list(fresh);
    mark(fresh.groups.flatMap((group) => group.findings));
    const words = fresh.trouble ? fresh.trouble.message : fresh.said;
    await page;
    badges();
    status.textContent = again ? `${word("fresh")}: ${words}` : words;
    document.body.dataset.number = String(fresh.number);
  },
  () => {
    status.textContent = word("lost");
  },
);
