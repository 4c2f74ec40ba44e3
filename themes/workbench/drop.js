// A file dropped anywhere on a window of the workbench, the draft within it too.
// It must not know what becomes of it.
import { base } from "./live.js";

// Sends a file to be imported, of a year where that is said; `look` only tells what it would become.
export function send(file, only, year = "") {
  return fetch(`${base}import?name=${encodeURIComponent(file.name)}&only=${only}&year=${encodeURIComponent(year)}`, { method: "POST", body: file });
}

// Calls `take` with the first file that is dropped on a window.
export function dropped(take, view = window) {
  const over = (is) => document.body.classList.toggle("over", is);
  view.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    over(true);
  });
  view.addEventListener("dragleave", () => over(false));
  view.addEventListener("drop", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    over(false);
    take(event.dataTransfer.files[0]);
  });
}
