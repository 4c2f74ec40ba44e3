// The values of a file as labelled boxes, each with what it means; a row of answers as a row of choices.
// It must not know what the values are for.
import { make, word } from "./live.js";

// Shows a form in an element; `tell` is called after every change.
export function form(within, entries, tell) {
  const now = entries.map((it) => it.value);
  const parts = [];
  const changed = (at, value) => {
    now[at] = value;
    tell("");
  };

  const box = (it, at) => {
    const name = it.asked.join(" › ");
    if (it.answers) return row(it, at, name);
    const known = it.choices.includes(it.value) || it.value === "" ? it.choices : [it.value, ...it.choices];
    const field = it.choices.length
      ? make("select", { "aria-label": name }, ...(it.value ? [] : [make("option", { value: "" }, "")]), ...known.map((value) => make("option", { value }, value)))
      : make("input", { "aria-label": name });
    field.value = it.value;
    field.addEventListener("input", () => changed(at, field.value));
    parts[at] = field;
    return field;
  };

  // A row of answers: one choice each, in the order of the form.
  const row = (it, at, name) => {
    const answers = it.value ? it.value.split(/\s+/) : Array(it.answers).fill("");
    const choice = (answer, of) => {
      const known = ["是", "否"].includes(answer) ? ["是", "否"] : [answer, "是", "否"];
      const field = make("select", { "aria-label": `${name} ${of + 1}`, title: `${of + 1} ${it.each[of] ?? ""}`.trim() }, ...known.map((value) => make("option", { value }, value)));
      field.value = answer;
      field.addEventListener("input", () => {
        answers[of] = field.value;
        changed(at, answers.join(" "));
      });
      return field;
    };
    const all = make("span", { class: "answers" }, ...answers.map(choice));
    parts[at] = all.firstChild;
    return all;
  };

  // Below an indicator, whose number and words stand above, a value is called by what comes after them.
  const called = (it) => (it.of ? it.asked.slice(2).join(" › ") || it.key : it.asked.slice(1).join(" › ") || it.asked[0]);

  const field = (it, at) =>
    make("div", { class: "field" }, make("span", { class: "asked" }, called(it)), box(it, at), make("span", { class: "meaning" }, [it.meaning, it.how !== it.meaning && it.how].filter(Boolean).join("　")));

  // One group for each first word, and within it what is not written yet folded away by what it belongs to.
  const groups = new Map();
  const deep = new Set(entries.filter((it) => it.asked.length > 2).map((it) => it.asked.slice(0, 2).join()));
  entries.forEach((it, at) => {
    const [first, second] = it.asked;
    if (!groups.has(first)) groups.set(first, new Map());
    const owner = deep.has(`${first},${second}`) ? second : "";
    const owners = groups.get(first);
    if (!owners.has(owner)) owners.set(owner, { written: [], open: [], of: it.of });
    owners.get(owner)[it.value === "" && it.asked.length > 1 ? "open" : "written"].push(field(it, at));
  });
  const owned = ([owner, { written, open, of }]) =>
    make("div", { class: "owner" }, of ? make("p", { class: "of" }, make("strong", {}, owner), `　${of}`) : null, ...written, open.length ? make("details", {}, make("summary", {}, `${word("more")}${owner ? ` ${owner}` : ""}`), ...open) : null);
  // What each answer of a row is to, where the rows are answers.
  const rows = (name) => {
    const each = entries.find((it) => it.asked[0] === name && it.each.length)?.each;
    return each ? make("details", {}, make("summary", {}, word("each")), make("ol", { class: "each" }, ...each.map((it) => make("li", {}, it)))) : null;
  };
  within.replaceChildren(...[...groups].map(([name, owners]) => make("fieldset", {}, make("legend", {}, name), rows(name), ...[...owners].map(owned))));

  return {
    fresh: () => ({ values: now }),
    words: () => entries.map((it, at) => `${it.asked.join(" › ")}: ${now[at]}`).join("\n"),
    changed: () => entries.some((it, at) => it.value !== now[at]),
    goTo: ({ line }) => {
      const at = entries.reduce((best, it, at) => (it.value !== "" && it.line <= line ? at : best), 0);
      parts[at]?.closest("details")?.setAttribute("open", "");
      parts[at]?.focus();
      parts[at]?.scrollIntoView({ block: "center" });
    },
  };
}
