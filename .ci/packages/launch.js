#!/usr/bin/env node
// Starts the program that the package of this platform carries.
const { spawnSync } = require("node:child_process");

const platform = `gongkai-${process.platform}-${process.arch}`;
let program;
try {
  program = require.resolve(`${platform}/bin/gongkai${process.platform === "win32" ? ".exe" : ""}`);
} catch {
  console.error(`出错: 没有适合本机的程序（${platform}）`);
  process.exit(2);
}
const { status, error } = spawnSync(program, process.argv.slice(2), { stdio: "inherit" });
if (error) console.error(`出错: ${error.message}`);
process.exit(status ?? 2);
