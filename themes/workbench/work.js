// The page of all the work: shown anew when anything changes.
import { base, follow } from "./live.js";

await follow("", (_, again) => {
  if (again) location.reload();
}, () => {});
