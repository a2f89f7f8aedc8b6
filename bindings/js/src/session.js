/* Sessions: texts and records in, answers out. */
import { TptriageError } from './errors.js';
import { FormMap } from './form_map.js';
import { Offsets, addUtf16, bytesOf, recordOf } from './text.js';

const OPTIONS = {
  maxTextBytes: 'number',
  maxSteps: 'number',
  maxConfirms: 'number',
  maxMatch: 'number',
  maxMatchDepth: 'number',
  maxMatchHeapKib: 'number',
  maxNesting: 'number',
  explain: 'boolean',
  cancel: 'function',
};

function checkOptions(options) {
  for (const [key, value] of Object.entries(options)) {
    if (!Object.hasOwn(OPTIONS, key)) throw new TypeError(`a session has no option "${key}"`);
    if (value !== undefined && typeof value !== OPTIONS[key]) throw new TypeError(`"${key}" must be a ${OPTIONS[key]}`);
    if (OPTIONS[key] === 'number' && value !== undefined && !(Number.isSafeInteger(value) && value >= 0)) {
      throw new RangeError(`"${key}" must be a whole number from 0`);
    }
  }
}

/* Frees what a session that nobody holds any more has of the ruleset's memory. */
const forgotten = new FinalizationRegistry(({ home, inner }) => home.engine?.freeSession(inner));

export class Session {
  #home;
  #inner;

  /** Use Ruleset.session(). */
  constructor(home, options = {}) {
    checkOptions(options);
    this.#home = home;
    this.#inner = this.#engine.newSession(home.ruleset, options);
    forgotten.register(this, { home, inner: this.#inner }, this);
  }

  get #engine() {
    if (!this.#home.engine) throw new TptriageError({ code: 'argument', message: 'the ruleset was freed' });
    return this.#home.engine;
  }

  get #live() {
    if (!this.#inner) throw new TptriageError({ code: 'argument', message: 'the session was freed' });
    return this.#inner;
  }

  #ask(call, bytes, ...others) {
    return this.#engine.ask(this.#live, call, bytes, ...others);
  }

  /** What the engine took from the allocator in the last call: 0 once a session is warm. */
  get allocations() {
    return this.#inner ? this.#engine.allocations(this.#inner) : 0;
  }

  triage(input) {
    const isText = typeof input === 'string' || input instanceof Uint8Array;
    const result = JSON.parse(isText ? this.triageTextJson(input) : this.triageJson(input));
    const text = isText ? input : input.text;
    if (typeof text === 'string') addUtf16(result, new Offsets(text));
    return result;
  }

  triageTextJson(text) {
    return this.#ask('triage_text', bytesOf(text, 'a text'));
  }

  triageJson(record) {
    return this.#ask('triage_record', recordOf(record));
  }

  triageForm(answers, map) {
    return JSON.parse(this.triageFormJson(answers, map));
  }

  triageFormJson(answers, map) {
    return this.#ask('triage_form', recordOf(answers), FormMap.addressIn(map, this.#home));
  }

  fhir() {
    const engine = this.#engine;
    if (this.#live.active) throw new TptriageError({ code: 'busy', message: 'the session is in use by another call' });
    return JSON.parse(engine.writeFhir(this.#live));
  }

  assertJson(record) {
    return this.#ask('assert_record', recordOf(record));
  }

  assertSpans(text, spans) {
    if (typeof text !== 'string') throw new TypeError('a text must be a string');
    if (typeof spans?.[Symbol.iterator] !== 'function') throw new TypeError('spans must be a list');
    const offsets = new Offsets(text);
    const wanted = [...spans];
    const inBytes = wanted.map((span, i) => {
      const start = offsets.toByte(span?.start);
      const end = offsets.toByte(span?.end);
      if (start === undefined || end === undefined || start > end) {
        throw new TptriageError({ code: 'input', pointer: `/spans/${i}`, message: 'the span is not within the text' });
      }
      return { start, end };
    });
    const judged = JSON.parse(this.assertJson({ text, spans: inBytes })).spans;
    return judged.map(({ scope, ...others }, i) => ({
      ...others,
      start: wanted[i].start,
      end: wanted[i].end,
      ...(scope && { scope: { start: offsets.toUtf16(scope.start), end: offsets.toUtf16(scope.end) } }),
    }));
  }

  free() {
    if (!this.#inner) return;
    if (this.#inner.active) throw new TptriageError({ code: 'busy', message: 'the session is in use by a call' });
    forgotten.unregister(this);
    this.#home.engine?.freeSession(this.#inner);
    this.#inner = null;
  }
}
