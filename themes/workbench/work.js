// All the work on one page: each button runs the command line that it shows, and tells what came of it.
import { dropped, send } from "./drop.js";
import { base, follow, make, word } from "./live.js";

const part = (id) => document.getElementById(id);
let busy = false;
let changed = false;

function wanted(form) {
  return JSON.stringify({ what: form.dataset.what, ...Object.fromEntries(new FormData(form)) });
}

// The command that a form stands for, before it is run.
async function say(form) {
  const response = await fetch(`${base}run?only=say`, { method: "POST", body: wanted(form) });
  form.querySelector("code").textContent = response.ok ? await response.text() : "";
}

async function tell(answer, command) {
  busy = true;
  part("done").hidden = false;
  part("done-title").textContent = `${word("running")}…`;
  part("done-command").textContent = command;
  part("done-said").textContent = "";
  part("done-actions").replaceChildren(make("progress", { "aria-label": word("running") }));
  part("done").scrollIntoView({ block: "nearest" });
  const steps = setInterval(step, 40);
  const response = await answer;
  clearInterval(steps);
  part("done-actions").replaceChildren();
  const done = response.ok ? await response.json() : { said: await response.text(), command, code: 2 };
  part("done-title").textContent = `${word("result")}: ${word({ 0: "done", 1: "violated" }[done.code] ?? "refused")}`;
  part("done-command").textContent = done.command;
  part("done-said").textContent = done.said;
  const begun = done.code === 0 && !document.querySelector(".states");
  if (begun && !command.includes("--dry-run")) part("done-actions").append(make("button", { type: "button", class: "main", onclick: () => (location.href = base) }, word("look")));
  part("done").focus();
  busy = false;
  return done;
}

// How far it has come, as the command itself counts.
let asked = false;

async function step() {
  if (asked) return;
  asked = true;
  const told = await fetch(`${base}progress`, { cache: "no-store" }).finally(() => (asked = false));
  const { done, of, doing } = await told.json();
  const bar = part("done-actions").querySelector("progress");
  if (!bar || !of) return;
  bar.max = of;
  bar.value = done;
  part("done-title").textContent = `${word("running")}…　${doing} ${done} / ${of}`;
}

part("folder")?.addEventListener("click", async () => {
  const response = await fetch(`${base}folder`, { method: "POST" });
  part("folder-said").textContent = response.ok ? `${word("opened")} ${await response.text()}` : await response.text();
});

for (const form of document.querySelectorAll("form[data-what]")) {
  say(form);
  form.addEventListener("input", () => say(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!busy) act(form);
  });
}

async function act(form) {
  const run = () => tell(fetch(`${base}run`, { method: "POST", body: wanted(form) }), form.querySelector("code").textContent);
  if (form.dataset.what in LOOKED_AT) return looked(form, run);
  if (form.dataset.what !== "release") return run();
  // What is released stays: what the check says of it comes first, and the release after another word.
  const check = JSON.stringify({ what: "check", year: new FormData(form).get("year") });
  const done = await tell(fetch(`${base}run`, { method: "POST", body: check }), "gongkai check");
  if (done.code !== 0) return;
  part("done-actions").replaceChildren(make("button", { type: "button", class: "main", onclick: run }, `${word("release")} — ${form.querySelector("code").textContent}`));
}

// What is done after another word: first it is only told what it would be, by the option of a look.
const LOOKED_AT = { publish: " --dry-run", withdraw: "" };

async function looked(form, run) {
  const look = JSON.stringify({ ...JSON.parse(wanted(form)), look: true });
  const done = await tell(fetch(`${base}run`, { method: "POST", body: look }), `${form.querySelector("code").textContent}${LOOKED_AT[form.dataset.what]}`);
  if (done.code !== 0) return;
  part("done-actions").replaceChildren(make("button", { type: "button", class: "main", onclick: run }, `${word(form.dataset.what)} — ${form.querySelector("code").textContent}`));
}

// A file is looked at first; what it would become is shown, and then imported.
async function take(file) {
  if (!file || busy) return;
  const year = part("file-year");
  if (!year.checkValidity()) return year.reportValidity();
  const command = ["gongkai import", file.name, year.value].filter(Boolean).join(" ");
  const done = await tell(send(file, "look", year.value), `${command} --dry-run`);
  if (done.code !== 0) return again(file);
  part("done-actions").replaceChildren(make("button", { type: "button", class: "main", onclick: () => tell(send(file, "", year.value), command) }, `${word("import")} ${file.name}`));
}

// What was refused may be taken once its year is said.
function again(file) {
  part("done-actions").replaceChildren(make("button", { type: "button", onclick: () => take(file) }, word("again")));
}

part("file")?.addEventListener("change", (event) => take(event.target.files[0]));
dropped(take);

// How far each year is, as it changes; what was just told stays in sight.
await follow(
  async (_, again) => {
    if (!again) return;
    const fresh = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const states = fresh.querySelector(".states");
    const old = document.querySelector(".states");
    if (states && old) old.replaceWith(document.importNode(states, true));
    else if (!part("done").hidden && !changed) {
      changed = true;
      part("done-actions").append(make("button", { type: "button", onclick: () => location.reload() }, word("fresh")));
    } else if (part("done").hidden) location.reload();
  },
  () => {},
);
