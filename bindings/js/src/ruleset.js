/* Rulesets: the default pack, or one of the caller's own. Each lives in a memory of its own. */
import { Engine } from './engine.js';
import { TptriageError } from './errors.js';
import { readPart } from './files.js';
import { FormMap } from './form_map.js';
import { Session } from './session.js';
import { bytesOf } from './text.js';

/* Not exported: only the two ways below make rulesets. */
const MADE = Symbol('made by Ruleset');

function filesOf(files) {
  if (typeof files !== 'object' || files === null || Array.isArray(files)) {
    throw new TypeError('the files of a pack must be an object of path: text');
  }
  const entries = files instanceof Map ? [...files] : Object.entries(files);
  return entries.map(([path, data]) => [path, bytesOf(data, `"${path}"`)]);
}

export class Ruleset {
  #home; /* shared with the sessions: without an engine once the ruleset is freed */

  constructor(made, engine, ruleset) {
    if (made !== MADE) throw new TypeError('use Ruleset.load() or Ruleset.fromFiles()');
    this.#home = { engine, ruleset, texts: [0, 1, 2].map((which) => engine.rulesetText(ruleset, which)) };
  }

  static async load(sources = {}) {
    const [wasm, ...images] = await Promise.all(['wasm', 'tables', 'pack'].map((what) => readPart(what, sources)));
    const engine = new Engine(wasm, images);
    return new Ruleset(MADE, engine, engine.newDefaultRuleset());
  }

  static async fromFiles(files, sources = {}) {
    const list = filesOf(files);
    const [wasm, tables] = await Promise.all(['wasm', 'tables'].map((what) => readPart(what, sources)));
    const engine = new Engine(wasm, [tables]);
    return new Ruleset(MADE, engine, engine.newRuleset(list));
  }

  get id() {
    return this.#home.texts[0];
  }

  get version() {
    return this.#home.texts[1];
  }

  get sha256() {
    return this.#home.texts[2];
  }

  get #live() {
    if (!this.#home.engine) throw new TptriageError({ code: 'argument', message: 'the ruleset was freed' });
    return this.#home;
  }

  session(options) {
    return new Session(this.#live, options);
  }

  questionnaire() {
    return JSON.parse(this.#live.engine.writeForm(this.#home.ruleset, 'form'));
  }

  questionnaireMap() {
    return JSON.parse(this.#live.engine.writeForm(this.#home.ruleset, 'map'));
  }

  formMap(map) {
    return new FormMap(this.#live, map);
  }

  free() {
    this.#home.engine = null;
  }
}
