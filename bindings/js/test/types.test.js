/* The declarations, used in test/types.ts, through the TypeScript compiler. Skipped where there is none. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import * as tptriage from '../src/index.js';

const tsc = process.env.TSC ?? 'tsc';
const found = spawnSync(tsc, ['--version']).status === 0;

test('the declarations compile, and refuse what is wrong', { skip: found ? false : 'no tsc' }, () => {
  const args = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--lib', 'es2022,dom'];
  const { stdout, status } = spawnSync(tsc, [...args, fileURLToPath(new URL('types.ts', import.meta.url))], { encoding: 'utf8' });
  assert.equal(stdout, '');
  assert.equal(status, 0);
});

test('every declared class is there', () => {
  assert.deepEqual(Object.keys(tptriage).sort(), ['FormMap', 'Ruleset', 'Session', 'TptriageError']);
});
