// What all pages of the workbench share: its words, its address, and how it hears of changes.

export const base = document.body.dataset.base;

const said = new Map([...document.querySelectorAll("#words > [data-word]")].map((it) => [it.dataset.word, it.textContent]));

export function word(name) {
  return said.get(name) ?? name;
}

// Makes an element with attributes, properties that begin with "on", and what stands in it.
export function make(tag, attributes = {}, ...within) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...within.filter((it) => it !== null && it !== undefined && it !== ""));
  return element;
}

// How a year or round stands.
export async function standing(at) {
  const response = await fetch(`${base}live?at=${encodeURIComponent(at)}&since=0`, { cache: "no-store" });
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
}

// Calls `tell` with the number of every state of the site, for as long as the workbench runs, and with
// whether it is another than what is shown. That there is one is told before anything is made of it.
export async function follow(tell, lost) {
  const drawn = Number(document.body.dataset.drawn);
  let number = 0;
  let missed = 0;
  for (;;) {
    try {
      const response = await fetch(`${base}live?since=${number}`, { cache: "no-store" });
      if (!response.ok) throw new Error(response.statusText);
      const fresh = (await response.json()).number;
      missed = 0;
      if (fresh !== number) await tell(fresh, fresh !== (number || drawn));
      number = fresh;
    } catch (error) {
      missed += 1;
      if (missed > 3) return lost(error);
      await new Promise((done) => setTimeout(done, 300 * missed));
    }
  }
}
