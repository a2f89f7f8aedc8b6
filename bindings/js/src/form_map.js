/* Maps: what the answers of a form mean, in the ids of a ruleset. */
import { TptriageError } from './errors.js';
import { recordOf } from './text.js';

/* Frees a map that nobody holds any more. */
const forgotten = new FinalizationRegistry(({ home, address }) => home.engine?.freeFormMap(address));

export class FormMap {
  #home;
  #address;

  /** Use Ruleset.formMap(). */
  constructor(home, map) {
    this.#home = home;
    this.#address = home.engine.newFormMap(home.ruleset, map === undefined ? null : recordOf(map));
    forgotten.register(this, { home, address: this.#address }, this);
  }

  /* For Session: the address of a map of the session's own ruleset. */
  static addressIn(map, home) {
    if (!(map instanceof FormMap)) throw new TypeError('a map is wanted: Ruleset.formMap() makes one');
    if (map.#home !== home) throw new TptriageError({ code: 'argument', message: 'the map is of another ruleset' });
    if (!map.#address) throw new TptriageError({ code: 'argument', message: 'the map was freed' });
    return map.#address;
  }

  free() {
    if (!this.#address) return;
    forgotten.unregister(this);
    this.#home.engine?.freeFormMap(this.#address);
    this.#address = 0;
  }
}
