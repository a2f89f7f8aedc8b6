/*
 * The conformance suite of the project, tests/conformance: what goes in, and the exact bytes that must come out. Its README
 * tells the format. TPT_CONFORMANCE names another folder.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { Ruleset, TptriageError } from '../src/index.js';

const folder = process.env.TPT_CONFORMANCE ?? fileURLToPath(new URL('../../../tests/conformance/', import.meta.url));
const rules = await Ruleset.load();

/* By the key of a line that holds the input: what to call with it. */
const CALLS = {
  record: (session, record) => session.triageJson(record),
  raw: (session, json) => session.triageJson(json),
  raw_base64: (session, base64) => session.triageJson(Buffer.from(base64, 'base64')),
  text: (session, text) => session.triageTextJson(text),
  text_base64: (session, base64) => session.triageTextJson(Buffer.from(base64, 'base64')),
  assert: (session, record) => session.assertJson(record),
};

function sessionFor({ explain, max_text_bytes, max_steps } = {}) {
  return rules.session({ explain, maxTextBytes: max_text_bytes, maxSteps: max_steps });
}

/* The result, without the hash of the pack, or the error. */
function answerTo(line, key) {
  const session = sessionFor(line.options);
  try {
    return CALLS[key](session, line[key]).replaceAll(rules.sha256, '0'.repeat(64));
  } catch (error) {
    if (!(error instanceof TptriageError)) throw error;
    return error;
  } finally {
    session.free();
  }
}

function checkError(error, line, key) {
  assert.ok(line.error, `an error: ${error.message}`);
  const keys = ['code', 'pointer', 'message', 'hint'];
  /* A record is written anew, so places are elsewhere. */
  if (key !== 'record' && key !== 'assert') keys.push('line', 'column');
  for (const name of keys) assert.equal(error[name], line.error[name], name);
}

function checkResult(json, line) {
  assert.equal(line.error, undefined);
  if (line.result !== undefined) {
    assert.equal(json, line.result);
    return;
  }
  const bytes = Buffer.from(json);
  assert.equal(bytes.length, line.bytes);
  assert.equal(createHash('sha256').update(bytes).digest('hex'), line.sha256);
}

function check(line) {
  const key = Object.keys(CALLS).find((name) => line[name] !== undefined);
  assert.ok(key, 'an input');
  const answer = answerTo(line, key);
  if (typeof answer === 'string') checkResult(answer, line);
  else checkError(answer, line, key);
}

const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.jsonl')) : [];
if (files.length === 0) test('conformance', { skip: `no suite in ${folder}` }, () => {});

for (const file of files) {
  test(`conformance: ${file}`, () => {
    const lines = readFileSync(path.join(folder, file), 'utf8').split('\n').filter(Boolean);
    const wrong = [];
    for (const text of lines) {
      const line = JSON.parse(text);
      try {
        check(line);
      } catch (error) {
        wrong.push(`${line.name}: ${error.message}`);
      }
    }
    assert.ok(lines.length > 0);
    assert.deepEqual(wrong, []);
  });
}
