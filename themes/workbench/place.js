// Puts the newest draft into a window that shows one, and leaves the reader where he was.
// It must not know why there is a new one.

// Makes the body of a page what its address gives now. What is the same stays as it is, and is not laid
// out again.
export async function refresh(view) {
  // A page that is still on its way may be of a state gone by.
  if (view.location.protocol === "about:") await new Promise((done) => view.frameElement.addEventListener("load", done, { once: true }));
  const response = await view.fetch(view.location.href, { cache: "no-store" });
  // Its own reader, for a page of a theme may hold styles that the workbench may not.
  const fresh = new view.DOMParser().parseFromString(await response.text(), "text/html");
  const seen = place(view);
  view.document.title = fresh.title;
  for (const badge of view.document.querySelectorAll(".gongkai-badge")) badge.remove();
  unmark(view);
  renew(view.document.body, fresh.body);
  restore(view, seen);
}

// Makes a node read as another does: only what differs is put in its place.
function renew(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (!alike(old, fresh)) return old.replaceWith(old.ownerDocument.importNode(fresh, true));
  const [before, after] = [[...old.childNodes], [...fresh.childNodes]];
  let behind = null;
  while (before.length && after.length && before.at(-1).isEqualNode(after.at(-1))) {
    behind = before.pop();
    after.pop();
  }
  while (before.length && after.length && before[0].isEqualNode(after[0])) {
    before.shift();
    after.shift();
  }
  for (let at = 0; at < after.length; at += 1) {
    if (at < before.length) renew(before[at], after[at]);
    else old.insertBefore(old.ownerDocument.importNode(after[at], true), behind);
  }
  for (const gone of before.slice(after.length)) gone.remove();
}

// Tells whether two nodes differ in what they hold alone.
function alike(a, b) {
  return a.nodeType === 1 && b.nodeType === 1 && a.cloneNode(false).isEqualNode(b.cloneNode(false));
}

// Brings the part of a page with an address into sight; what has none, or is not there, by what it is in.
export function go(view, address) {
  unmark(view);
  const part = found(view.document, address);
  if (!part) return view.scrollTo(0, 0);
  part.classList.add("gongkai-here");
  part.scrollIntoView({ block: "center" });
}

function unmark(view) {
  for (const before of view.document.querySelectorAll(".gongkai-here")) before.classList.remove("gongkai-here");
}

export function found(document, address) {
  for (let id = address ?? ""; id; id = id.includes("/") ? id.slice(0, id.lastIndexOf("/")) : "") {
    const part = document.getElementById(id);
    if (part) return part;
  }
  return null;
}

// The part that stands at the top of the window, and how far above.
function place(view) {
  let best = null;
  for (const part of view.document.querySelectorAll("[id]")) {
    const top = part.getBoundingClientRect().top;
    if (top > 4) break;
    best = { id: part.id, top };
  }
  return { ...best, x: view.scrollX, y: view.scrollY };
}

function restore(view, { id, top, x, y }) {
  view.scrollTo(x, y);
  const part = id && y > 0 ? view.document.getElementById(id) : null;
  if (part) view.scrollBy(0, part.getBoundingClientRect().top - top);
}
