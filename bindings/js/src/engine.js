/*
 * One instance of the module, and the calls of raw/shim.c. An instance holds one ruleset: its memory goes with it.
 */
import { TptriageError } from './errors.js';
import { applyImage, hashOf } from './image.js';

const decoder = new TextDecoder();
const OK = 0;
const INCOMPLETE = 1; /* there is a result, which says so */
/* Of a session, in the order in which the engine takes them. */
const LIMITS = ['maxTextBytes', 'maxSteps', 'maxConfirms', 'maxMatch', 'maxMatchDepth', 'maxMatchHeapKib', 'maxNesting'];
const LONGEST = 16 * 1024 * 1024; /* bytes: no session takes more */

/** The module and what goes into its memory; compiled once and shared by all rulesets. */
export async function compileModule(bytes) {
  return { module: await WebAssembly.compile(bytes), hash: hashOf(bytes) };
}

export class Engine {
  #exports;
  #error; /* where calls write why they failed */
  #word; /* where calls write a pointer */
  #lost = false; /* memory ran out in a call: what it was doing is half done */
  #callbacks = new Map(); /* by session */
  #thrown; /* by a callback */

  constructor({ module, hash }, images) {
    const env = {
      out_of_memory: () => {
        throw new TptriageError({ code: 'memory', message: 'out of memory' });
      },
      cancel: (session) => this.#cancel(session),
    };
    this.#exports = new WebAssembly.Instance(module, { env }).exports;
    for (const image of images) applyImage(this.#exports.memory, image, hash);
    this.#exports._initialize();
    this.#error = this.#alloc(this.#exports.error_size());
    this.#word = this.#alloc(4);
  }

  get version() {
    return this.#string(this.#exports.version());
  }

  // ---- Memory: a view is taken anew each time, since growing makes old ones void

  #bytes(at, length) {
    return new Uint8Array(this.#exports.memory.buffer, at, length);
  }

  #alloc(size) {
    const at = this.#exports.alloc(size) >>> 0;
    if (at === 0) throw new TptriageError({ code: 'memory', message: 'out of memory' });
    return at;
  }

  /* A copy with a NUL behind it. */
  #copy(bytes) {
    const at = this.#alloc(bytes.length + 1);
    this.#bytes(at, bytes.length).set(bytes);
    this.#bytes(at + bytes.length, 1)[0] = 0;
    return at;
  }

  #string(address) {
    const at = address >>> 0;
    const rest = new Uint8Array(this.#exports.memory.buffer, at);
    return decoder.decode(rest.subarray(0, rest.indexOf(0)));
  }

  #pointer() {
    return new DataView(this.#exports.memory.buffer).getUint32(this.#word, true);
  }

  // ---- Calls

  /* Runs a call of the shim, and throws what it answers if it is a failure. */
  #call(name, ...args) {
    if (this.#lost) throw new TptriageError({ code: 'memory', message: 'memory ran out: load the ruleset again' });
    let status;
    try {
      status = this.#exports[name](...args, this.#error);
    } catch (error) {
      this.#lost = true;
      if (error instanceof TptriageError) throw error;
      throw new TptriageError({ code: 'memory', message: 'the engine ended the call' }, { cause: error });
    }
    if (status !== OK && status !== INCOMPLETE) throw this.#failure(status);
  }

  #failure(status) {
    const text = (which) => this.#string(this.#exports.error_text(this.#error, which));
    const code = this.#string(this.#exports.status_name(status));
    if (code === 'memory') return new TptriageError({ code, message: 'out of memory' });
    return new TptriageError({
      code,
      source: text(0),
      pointer: text(1),
      message: text(2),
      hint: text(3),
      line: this.#exports.error_line(this.#error),
      column: this.#exports.error_column(this.#error),
    });
  }

  /** The default pack. Gives the ruleset's address. */
  newDefaultRuleset() {
    this.#call('ruleset_embedded', this.#word);
    return this.#pointer();
  }

  /** A pack of [path, bytes] each. */
  newRuleset(files) {
    const blocks = [];
    const keep = (bytes) => blocks[blocks.push(this.#copy(bytes)) - 1];
    try {
      const words = files.flatMap(([path, bytes]) => [keep(new TextEncoder().encode(path)), keep(bytes), bytes.length]);
      const table = keep(new Uint8Array(new Uint32Array(words).buffer));
      this.#call('ruleset_new', this.#word, table, files.length);
      return this.#pointer();
    } finally {
      if (!this.#lost) for (const block of blocks) this.#exports.release(block);
    }
  }

  rulesetText(ruleset, which) {
    return this.#string(this.#exports.ruleset_text(ruleset, which));
  }

  /** A session: its address, its input, and whether a call on it is under way. */
  newSession(ruleset, { explain = false, cancel, ...limits }) {
    const table = this.#copy(new Uint8Array(Float64Array.from(LIMITS, (name) => limits[name] ?? 0).buffer));
    try {
      this.#call('session_new', this.#word, ruleset, table, explain ? 1 : 0, cancel ? 1 : 0);
    } finally {
      if (!this.#lost) this.#exports.release(table);
    }
    const session = { address: this.#pointer(), input: 0, room: 0, active: false };
    if (cancel) this.#callbacks.set(session.address, cancel);
    return session;
  }

  freeSession(session) {
    this.#callbacks.delete(session.address);
    if (this.#lost) return;
    this.#exports.session_free(session.address);
    if (session.input) this.#exports.release(session.input);
  }

  /** What the engine took from the allocator in the session's last call. */
  allocations(session) {
    return this.#exports.session_allocations(session.address);
  }

  /* Called in the middle of a call. What the callback throws ends the call, and goes on to the caller. */
  #cancel(session) {
    try {
      return this.#callbacks.get(session)() ? 1 : 0;
    } catch (error) {
      this.#thrown = { error };
      return 1;
    }
  }

  #throwOn(error) {
    const thrown = this.#thrown;
    this.#thrown = undefined;
    throw thrown ? thrown.error : error;
  }

  /* Puts bytes where the session keeps its input. What is too long for the engine is not copied as a whole. */
  #putInput(session, bytes) {
    const length = Math.min(bytes.length, LONGEST + 1);
    if (length >= session.room) {
      if (session.input) this.#exports.release(session.input);
      session.input = session.room = 0;
      session.input = this.#alloc(2 * length + 1);
      session.room = 2 * length + 1;
    }
    this.#bytes(session.input, length).set(bytes.subarray(0, length));
    return length;
  }

  /**
   * Asks triage_text, triage_record, triage_form (of a map) or assert_record, and gives the JSON that it wrote. A session that is asked again while
   * its own callback runs still reads its input: the engine, asked with none, says that it is busy.
   */
  ask(session, call, bytes, ...others) {
    const nested = session.active;
    const length = nested ? 0 : this.#putInput(session, bytes);
    session.active = true;
    try {
      this.#call(call, session.address, session.input, length, ...others);
    } catch (error) {
      this.#throwOn(error);
    } finally {
      session.active = nested;
    }
    return this.#written(session);
  }

  #written({ address }) {
    return decoder.decode(this.#bytes(this.#exports.session_out(address), this.#exports.session_len(address)));
  }

  // ---- Forms

  /** `bytes` null: the map of the form that the ruleset writes. */
  newFormMap(ruleset, bytes) {
    const json = bytes ? this.#copy(bytes) : 0;
    try {
      this.#call('form_map_new', this.#word, ruleset, json, bytes ? bytes.length : 0);
      return this.#pointer();
    } finally {
      if (json && !this.#lost) this.#exports.release(json);
    }
  }

  freeFormMap(map) {
    if (!this.#lost) this.#exports.form_map_free(map);
  }

  /** The session's last result as FHIR. */
  writeFhir(session) {
    this.#call('write_fhir', session.address);
    return this.#written(session);
  }

  /** The form of a ruleset, or the map of that form. */
  writeForm(ruleset, what) {
    const session = this.newSession(ruleset, {});
    try {
      this.#call('write_form', session.address, ruleset, what === 'map' ? 1 : 0);
      return this.#written(session);
    } finally {
      this.freeSession(session);
    }
  }
}
