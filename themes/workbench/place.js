// Puts the newest draft into a window that shows one, and leaves the reader where he was.
// It must not know why there is a new one.

// Replaces the body of a page by what its address gives now.
export async function refresh(view) {
  const response = await view.fetch(view.location.href, { cache: "no-store" });
  // Its own reader, for a page of a theme may hold styles that the workbench may not.
  const fresh = new view.DOMParser().parseFromString(await response.text(), "text/html");
  const seen = place(view);
  view.document.title = fresh.title;
  view.document.body.replaceWith(view.document.importNode(fresh.body, true));
  restore(view, seen);
}

// Brings the part of a page with an address into sight; what has none, or is not there, by what it is in.
export function go(view, address) {
  for (const before of view.document.querySelectorAll(".gongkai-here")) before.classList.remove("gongkai-here");
  const part = found(view.document, address);
  if (!part) return view.scrollTo(0, 0);
  part.classList.add("gongkai-here");
  part.scrollIntoView({ block: "center" });
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
