/*
 * The package as it is published: packed, installed into a project of its own, and used as the pages say. Each block of
 * JavaScript in README.md here and in that of the project is run; the block after it is what it prints.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const PAGES = ['README.md', '../../README.md'];
const npm = spawnSync('npm', ['--version']).status === 0;

function run(command, args, cwd) {
  const { stdout, stderr, status } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  assert.equal(status, 0, `${command} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

function examplesOf(page) {
  const text = readFileSync(path.join(root, page), 'utf8');
  return [...text.matchAll(/```js\n(.*?)```\n+```text\n(.*?)```/gs)].map(([, code, printed]) => ({ code, printed }));
}

test('packed, installed and used', { skip: npm ? false : 'no npm' }, async (context) => {
  const project = mkdtempSync(path.join(tmpdir(), 'tptriage-'));
  context.after(() => rmSync(project, { recursive: true, force: true }));
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--silent', '--pack-destination', project], root));
  const files = packed.files.map((file) => file.path).filter((name) => !name.startsWith('src/'));
  assert.deepEqual(files.sort(), [
    'README.md',
    'dist/LICENCES.txt',
    'dist/msk.bin.gz',
    'dist/tables.bin.gz',
    'dist/tptriage.wasm',
    'package.json',
  ]);
  writeFileSync(path.join(project, 'package.json'), '{"private": true, "type": "module"}');
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--silent', `./${packed.filename}`], project);

  for (const page of PAGES) {
    const examples = examplesOf(page);
    assert.ok(examples.length > 0, page);
    for (const [i, { code, printed }] of examples.entries()) {
      await context.test(`${page}: example ${i + 1}`, () => {
        writeFileSync(path.join(project, 'example.js'), code);
        assert.equal(run('node', ['example.js'], project), printed);
      });
    }
  }
});
