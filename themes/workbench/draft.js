// A page of a draft in a window of its own: shows what changes as it changes.
import { refresh } from "./place.js";

// Within the workbench, the workbench sees to it.
if (window.top === window) {
  const base = new URL("..", import.meta.url);
  let number = 0;
  for (;;) {
    try {
      const response = await fetch(new URL(`live?since=${number}`, base), { cache: "no-store" });
      const stand = await response.json();
      if (number > 0 && stand.number !== number) await refresh(window);
      number = stand.number;
    } catch {
      break;
    }
  }
}
