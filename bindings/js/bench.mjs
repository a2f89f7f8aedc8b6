/*
 * What a call takes, beside the same through the C library (by the command's `batch`, less what its start takes):
 * node bench.mjs [TPTRIAGE]. Times of a busy machine prove nothing; compare the two columns.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { Ruleset } from './src/index.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const command = process.argv[2] ?? path.join(root, 'build/release/tptriage');
const ROUNDS = 5; /* the best of them counts */

/* Texts of the pack's own cases, a thousand of them. */
function readTexts() {
  const folder = path.join(root, 'rules/msk/cases');
  const lines = readdirSync(folder).sort().flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'));
  const texts = lines.filter(Boolean).map((line) => JSON.parse(line).text).filter(Boolean);
  const step = Math.max(1, Math.floor(texts.length / 1000));
  return texts.filter((_, i) => i % step === 0).slice(0, 1000);
}

function best(run) {
  let least = Infinity;
  for (let i = 0; i < ROUNDS; i++) {
    const start = performance.now();
    run();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

function printRow(what, milliseconds, count) {
  console.log(`${what.padEnd(44)} ${((milliseconds / count) * 1000).toFixed(0).padStart(8)} µs`);
}

const texts = readTexts();
const start = performance.now();
const rules = await Ruleset.load();
const loaded = performance.now();
await Ruleset.load();
const again = performance.now();
const session = rules.session();

printRow('JavaScript: the first Ruleset.load()', loaded - start, 1);
printRow('JavaScript: another', again - loaded, 1);
printRow('JavaScript: triageTextJson, a text', best(() => texts.forEach((text) => session.triageTextJson(text))), texts.length);
printRow('JavaScript: triage, an object with offsets', best(() => texts.forEach((text) => session.triage(text))), texts.length);
if (existsSync(command)) {
  const input = texts.map((text) => `${JSON.stringify({ text })}\n`).join('');
  const batch = (lines) => spawnSync(command, ['batch'], { input: lines, maxBuffer: 2 ** 30 });
  const all = best(() => batch(input.repeat(3))) - best(() => batch('{}\n'));
  printRow('C: a text, through the command', all, 3 * texts.length);
} else {
  console.log(`C: build it first (./dev build): there is no ${command}`);
}
