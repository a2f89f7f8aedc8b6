/* The package from outside: what it answers, and how it refuses. */
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { test } from 'node:test';

import { Ruleset, Session, TptriageError } from '../src/index.js';

const rules = await Ruleset.load();
const session = rules.session();
const mini = await readPack(new URL('../../../tests/packs/mini/', import.meta.url));

async function readPack(folder) {
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.jsonl?$/.test(name));
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, folder), 'utf8')])));
}

/* What a call throws. */
function failureOf(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  assert.fail('nothing was thrown');
}

function assertFails(call, expected) {
  const error = failureOf(call);
  assert.ok(error instanceof TptriageError, `${error}`);
  for (const [key, value] of Object.entries(expected)) assert.equal(error[key], value, key);
}

test('a text', () => {
  const result = session.triage('stiff neck and headaches');
  assert.equal(result.urgency.level, 'routine');
  assert.equal(result.complete, true);
  assert.equal(result.packs[0].sha256, rules.sha256);
});

test('an emergency', () => {
  const result = session.triage('low back pain, I am numb between the legs and cannot pee');
  assert.equal(result.urgency.level, 'emergency');
  assert.ok(result.flags.some(({ cause }) => cause === 'cauda_equina'));
});

test('a record', () => {
  const result = session.triage({ id: 'p7', text: 'stiff neck', age: 44, findings: { fever: false } });
  assert.equal(result.id, 'p7');
  assert.ok(result.findings.some(({ id, status }) => id === 'fever' && status === 'absent'));
});

test('nothing to say is an answer', () => {
  for (const input of ['', ' \t\n', {}, { text: '' }]) {
    assert.equal(session.triage(input).urgency.level, 'insufficient');
  }
});

test('the same bytes each time, and from another session', () => {
  const other = rules.session();
  const text = 'my lower back hurts when I lift, no fever';
  const first = session.triageTextJson(text);
  assert.equal(other.triageTextJson(text), first);
  assert.equal(session.triageTextJson(text), first);
  assert.equal(session.triageJson({ text }), first);
  assert.equal(session.triageJson(JSON.stringify({ text })), first);
  assert.equal(session.triageJson(new TextEncoder().encode(JSON.stringify({ text }))), first);
});

test('spans in code units cut the words out of the string', () => {
  const text = '😀 thé stiff 😀😀 neck hurts';
  const spans = session.triage({ text }).findings.flatMap((finding) => finding.spans);
  assert.ok(spans.length > 0);
  for (const { start, end, start_utf16, end_utf16 } of spans) {
    const word = text.slice(start_utf16, end_utf16);
    assert.equal(word, Buffer.from(text).subarray(start, end).toString());
    assert.match(word, /^(stiff|neck|hurts|stiff 😀😀 neck)$/);
  }
});

test('a span in the words of a form is in no string', () => {
  const spans = session
    .triage({ text: 'stiff neck', medications: ['warfarin'] })
    .findings.flatMap((finding) => finding.spans ?? []);
  const outside = spans.filter(({ start }) => start > 10);
  for (const span of outside) assert.equal(span.start_utf16, undefined);
});

test('lone surrogates are read as U+FFFD, in a text and in a record', () => {
  for (const bad of ['\ud800', '\udc00', '\udc00\ud800']) {
    const good = bad.replace(/./gs, '\ufffd');
    const expected = session.triageTextJson(`stiff ${good} neck`);
    assert.equal(session.triageTextJson(`stiff ${bad} neck`), expected);
    assert.equal(session.triageJson({ text: `stiff ${bad} neck` }), expected);
  }
  assert.equal(session.triageJson({ text: 'stiff 😀 neck' }), session.triageTextJson('stiff 😀 neck'));
  assert.equal(session.triageJson({ text: 'a \\ud800 b \\\\' }), session.triageTextJson('a \\ud800 b \\\\'));
});

test('a NUL ends no text, and is refused in a record', () => {
  const text = 'stiff neck\0 and I cannot feel my legs';
  assert.ok(session.triage(text).findings.some(({ spans }) => spans.some(({ start }) => start > 11)));
  assertFails(() => session.triageJson({ text }), { code: 'json' });
});

test('bytes that are no UTF-8', () => {
  const bytes = Uint8Array.from([...Buffer.from('stiff '), 0xff, 0xc3, ...Buffer.from(' neck')]);
  assert.equal(session.triage(bytes).urgency.level, session.triage('stiff \ufffd\ufffd neck').urgency.level);
});

test('spans that somebody else found', () => {
  const text = 'Nö fever? No fever 😀, but a stiff neck; my mother had migraine.';
  const spans = ['fever 😀', 'stiff neck', 'migraine'].map((words) => {
    const start = text.lastIndexOf(words);
    return { start, end: start + words.length };
  });
  const judged = session.assertSpans(text, spans);
  assert.deepEqual(judged.map(({ status }) => status), ['absent', 'present', 'other']);
  assert.deepEqual(judged.map(({ start, end }) => ({ start, end })), spans);
  assert.equal(judged[0].cue, 'No');
  const { start, end } = judged[0].scope;
  assert.equal(text.slice(start, end), 'No fever 😀');
});

test('spans that are none', () => {
  for (const span of [{ start: 3, end: 9 }, { start: 2, end: 1 }, { start: -1, end: 1 }, { start: 0.5, end: 1 }, {}, null, 7]) {
    assertFails(() => session.assertSpans('short', [{ start: 0, end: 5 }, span]), { code: 'input', pointer: '/spans/1' });
  }
  assert.deepEqual(session.assertSpans('short', []), []);
});

test('a bad record names the place', () => {
  assertFails(() => session.triage({ text: 'stiff neck', agee: 44 }), {
    code: 'input',
    pointer: '/agee',
    message: 'unknown key "agee"',
  });
  assertFails(() => session.triageJson('{"text":\n "stiff" "neck"}'), { code: 'json', line: 2, column: 10 });
  assertFails(() => session.triageJson(''), { code: 'json' });
  assertFails(() => session.triageJson('{"text": "half'), { code: 'json' });
  assertFails(() => session.triage({ findings: { fevr: true } }), { code: 'input', message: 'no finding has the id "fevr"' });
  assertFails(() => session.triageJson(`{"text":${'['.repeat(1000)}`), { code: 'json' });
  assertFails(() => session.triage([]), { code: 'input' });
});

test('a wrong type is a TypeError', () => {
  for (const input of [undefined, null, 7, true, Symbol('x'), () => 1]) {
    assert.throws(() => session.triage(input), TypeError);
    assert.throws(() => session.triageJson(input), TypeError);
    assert.throws(() => session.triageTextJson(input), TypeError);
    assert.throws(() => session.assertSpans(input, []), TypeError);
  }
  assert.throws(() => session.triageTextJson({}), TypeError);
  assert.throws(() => session.assertSpans('short', 7), TypeError);
  assert.throws(() => new Ruleset(), TypeError);
  assert.throws(() => rules.session({ maxSteps: 'many' }), TypeError);
  assert.throws(() => rules.session({ maxStepps: 1 }), TypeError);
  assert.throws(() => rules.session({ maxSteps: -1 }), RangeError);
  assert.throws(() => rules.session({ maxTextBytes: 0.5 }), RangeError);
});

test('what a record throws while it is read goes on to the caller', () => {
  const record = {
    get text() {
      throw new RangeError('mine');
    },
  };
  assert.throws(() => session.triage(record), /mine/);
  const circle = {};
  circle.circle = circle;
  assert.throws(() => session.triage(circle), TypeError);
  assert.equal(session.triage('stiff neck').urgency.level, 'routine');
});

const SURVEY = { complaint: 'Dull ache since I moved house', where: ['lower back'], fever: false, weeks: 2, heard: 'a friend' };
const SURVEY_MAP = {
  items: [
    { key: 'complaint', as: 'text' },
    { key: 'where', as: 'site', answers: [{ answer: 'lower back', is: 'low_back' }] },
    { key: 'fever', finding: 'fever' },
    { key: 'weeks', fact: 'duration_days', num: 7 },
  ],
};

test('a form of one\'s own', () => {
  const map = rules.formMap(SURVEY_MAP);
  const result = session.triageForm(SURVEY, map);
  assert.deepEqual([result.unmapped_count, result.unmapped], [1, ['heard']]);
  assert.ok(result.findings.some(({ id, status }) => id === 'fever' && status === 'absent'));
  const record = { text: SURVEY.complaint, sites: [{ site: 'low_back' }], findings: { fever: false }, duration_days: 14 };
  const { heard, ...known } = SURVEY;
  assert.equal(session.triageFormJson({ data: known }, map), session.triageJson(record), heard);
  assert.equal(session.triageFormJson(JSON.stringify(known), rules.formMap(JSON.stringify(SURVEY_MAP))), session.triageJson(record));
});

test('the form of the rules, answered, and the answer as FHIR', () => {
  const { resourceType, item } = rules.questionnaire();
  assert.equal(resourceType, 'Questionnaire');
  assert.ok(item.length > 0);
  const answers = {
    resourceType: 'QuestionnaireResponse',
    status: 'completed',
    item: [{ linkId: 'text', answer: [{ valueString: 'stiff neck' }] }],
  };
  for (const map of [rules.formMap(), rules.formMap(rules.questionnaireMap())]) {
    assert.equal(session.triageForm(answers, map).urgency.level, 'routine');
    map.free();
  }
  assert.equal(session.fhir().resourceType, 'Bundle');
  assert.deepEqual(session.fhir(), session.fhir());
  const bundle = { resourceType: 'Bundle', type: 'collection', entry: [{ resource: answers }] };
  assert.equal(session.triageForm(bundle, rules.formMap()).urgency.level, 'routine');
});

test('forms that are none', async () => {
  const map = rules.formMap();
  const withdrawn = { resourceType: 'QuestionnaireResponse', status: 'entered-in-error' };
  assertFails(() => session.triageForm(withdrawn, map), { code: 'input' });
  assertFails(() => session.fhir(), { code: 'argument' });
  assertFails(() => session.triageForm('{"resourceType": "Questionn', map), { code: 'json' });
  assertFails(() => session.triageForm(`{"data":${'{"a":'.repeat(1000)}`, map), { code: 'json' });
  assertFails(() => rules.formMap({ items: [{ key: 'a', finding: 'fevr' }] }), { code: 'reference' });
  assertFails(() => rules.formMap('{'), { code: 'json' });
  assert.throws(() => session.triageForm({}), TypeError);
  assert.throws(() => session.triageForm({}, {}), TypeError);
  assert.throws(() => rules.formMap(7), TypeError);
  const other = await Ruleset.load();
  assertFails(() => other.session().triageForm({}, map), { code: 'argument', message: 'the map is of another ruleset' });
  map.free();
  map.free();
  assertFails(() => session.triageForm({}, map), { code: 'argument', message: 'the map was freed' });
});

test('limits', () => {
  const short = rules.session({ maxTextBytes: 10 });
  assert.equal(short.triage('stiff neck').complete, true);
  assertFails(() => short.triage('stiff necks'), { code: 'too_long' });
  assertFails(() => session.triage('x'.repeat(2 ** 20 + 1)), { code: 'too_long' });
  assertFails(() => session.triage('x'.repeat(2 ** 25)), { code: 'too_long' });
  const hasty = rules.session({ maxSteps: 1 });
  const result = hasty.triage('crushing chest pain down my left arm, sweating');
  assert.equal(result.complete, false);
  assert.ok(result.undecided.length > 0);
});

test('limits of searches, and of nesting', () => {
  const text = 'I fell 3 metres and my back is sore'; /* a pattern of the rules is searched for in it */
  for (const limit of ['maxConfirms', 'maxMatch']) {
    assert.equal(rules.session({ [limit]: 1e6 }).triage(text).complete, true);
    const result = rules.session({ [limit]: 1 }).triage(text);
    assert.equal(result.complete, false);
    assert.ok(result.undecided.length > 0);
  }
  for (const limit of ['maxMatchDepth', 'maxMatchHeapKib']) {
    assert.equal(rules.session({ [limit]: 1e6 }).triage(text).complete, true);
  }
  assert.equal(session.triage(text).complete, true); /* a session's limits are its own */
  const record = { text: 'stiff neck', sites: [{ site: 'neck' }] };
  assert.equal(rules.session({ maxNesting: 3 }).triage(record).complete, true);
  assertFails(() => rules.session({ maxNesting: 2 }).triage(record), { code: 'json' });
});

test('explain', () => {
  assert.ok(rules.session({ explain: true }).triage('stiff neck').silent.length > 0);
  assert.equal(session.triage('stiff neck').silent, undefined);
});

test('a warm session allocates nothing', () => {
  const warm = rules.session();
  const text = 'stiff neck, pins and needles in my left hand, for weeks';
  warm.triage(text);
  warm.triage(text);
  assert.equal(warm.allocations, 0);
});

test('cancelling', () => {
  let asked = 0;
  const stopped = rules.session({ cancel: () => (asked++, true) });
  assertFails(() => stopped.triage('a very long story, '.repeat(3000)), { code: 'cancelled' });
  assert.ok(asked > 0);
  const failing = rules.session({
    cancel() {
      throw new Error('from the callback');
    },
  });
  assert.throws(() => failing.triage('a very long story, '.repeat(3000)), /from the callback/);
  assert.throws(() => failing.triage('a very long story, '.repeat(3000)), /from the callback/);
});

test('a session that is asked while it answers is busy; another one is not', () => {
  const failures = [];
  const others = [];
  const text = `${'stiff neck, '.repeat(3000)}headache`;
  const busy = rules.session({
    cancel() {
      if (others.length > 0) return false;
      failures.push(failureOf(() => busy.triage('headache')), failureOf(() => busy.free()));
      others.push(session.triage('headache').urgency.level);
      return false;
    },
  });
  const result = busy.triageTextJson(text);
  assert.deepEqual(failures.map(({ code }) => code), ['busy', 'busy']);
  assert.equal(others.length, 1);
  assert.equal(result, session.triageTextJson(text));
  assert.equal(busy.triage('stiff neck').urgency.level, 'routine');
});

test('what was freed says so', async () => {
  const own = await Ruleset.load();
  const first = own.session();
  const second = own.session();
  first.free();
  first.free();
  assertFails(() => first.triage('stiff neck'), { code: 'argument', message: 'the session was freed' });
  assert.equal(second.triage('stiff neck').urgency.level, 'routine');
  own.free();
  own.free();
  assertFails(() => second.triage('stiff neck'), { code: 'argument', message: 'the ruleset was freed' });
  assertFails(() => own.session(), { code: 'argument', message: 'the ruleset was freed' });
  second.free();
  assert.equal(own.id, 'msk');
});

test('sessions come and go in the same memory', async () => {
  const own = await Ruleset.load();
  for (let i = 0; i < 300; i++) {
    const passing = own.session();
    passing.triage('stiff neck');
    passing.free();
  }
  assert.equal(own.session().triage('stiff neck').urgency.level, 'routine');
});

test('a pack of files', async () => {
  const own = await Ruleset.fromFiles(mini);
  assert.equal(own.sha256.length, 64);
  assert.notEqual(own.sha256, rules.sha256);
  assert.equal(own.session().triage('').urgency.level, 'insufficient');
  const again = await Ruleset.fromFiles(new Map(Object.entries(mini).reverse().map(([k, v]) => [k, Buffer.from(v)])));
  assert.equal(again.sha256, own.sha256);
});

test('a bad pack of files', async () => {
  await assert.rejects(Ruleset.fromFiles({}), (error) => error instanceof TptriageError && error.code === 'file');
  const broken = { ...mini, 'pack.json': mini['pack.json'].replace('{', '{"idd": 1,') };
  await assert.rejects(Ruleset.fromFiles(broken), (error) => {
    assert.ok(error instanceof TptriageError);
    assert.deepEqual([error.code, error.source, error.pointer, error.line], ['schema', 'pack.json', '/idd', 1]);
    return true;
  });
  await assert.rejects(Ruleset.fromFiles({ 'pack.json': '{"id": ' }), (error) => error.code === 'json' && error.line === 1);
  await assert.rejects(Ruleset.fromFiles({ 'pack.json': {} }), TypeError);
  await assert.rejects(Ruleset.fromFiles('rules/msk'), TypeError);
});

test('the default pack from its files gives the same answers as its image', async () => {
  const own = await Ruleset.fromFiles(await readPack(new URL('../../../rules/msk/', import.meta.url)));
  assert.equal(own.sha256, rules.sha256);
  const other = own.session();
  for (const text of ['stiff neck and headaches', 'crushing chest pain', 'my toe tingles since my fall']) {
    assert.equal(other.triageTextJson(text), session.triageTextJson(text));
  }
});

test('files of another build are refused', async () => {
  const dist = new URL('../dist/', import.meta.url);
  const wasm = await readFile(new URL('tptriage.wasm', dist));
  const tables = await readFile(new URL('tables.bin.gz', dist));
  /* A custom section at the end changes no more than the hash. */
  const other = Buffer.concat([wasm, Buffer.from([0, 2, 1, 0x78])]);
  await assert.rejects(Ruleset.load({ wasm: other }), (error) => error.code === 'version');
  await assert.rejects(Ruleset.load({ tables: new Uint8Array(3) }), (error) => error.code === 'version');
  await assert.rejects(Ruleset.load({ pack: tables.subarray(0, 1000) }));
  const own = await Ruleset.load({ wasm, tables: Promise.resolve(tables.buffer.slice(tables.byteOffset, tables.byteOffset + tables.length)) });
  assert.equal(own.session().triage('stiff neck').urgency.level, 'routine');
});

test('when memory runs out', async () => {
  const own = await Ruleset.load();
  const large = own.session({ maxTextBytes: 2 ** 24 });
  const kept = [];
  const error = failureOf(() => {
    for (let i = 0; i < 100_000; i++) {
      kept.push(own.session({ maxTextBytes: 2 ** 24 }));
      kept.at(-1).triage('stiff neck and a numb arm. '.repeat(2 ** 15));
    }
  });
  assert.ok(error instanceof TptriageError, `${error}`);
  assert.equal(error.code, 'memory');
  kept.forEach((one) => one.free());
  large.free();
  assert.equal(session.triage('stiff neck').urgency.level, 'routine');
});

test('the module is small, and asks the system for nothing', async () => {
  const wasm = await readFile(new URL('../dist/tptriage.wasm', import.meta.url));
  assert.ok(wasm.length < 400_000, `${wasm.length} bytes`);
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(wasm)).map(({ module, name }) => `${module}.${name}`);
  assert.deepEqual(imports.sort(), ['env.cancel', 'env.out_of_memory']);
});

test('classes', () => {
  assert.ok(session instanceof Session);
  assert.equal(new TptriageError({ code: 'input', message: 'x' }).name, 'TptriageError');
});
