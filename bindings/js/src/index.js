/* tptriage for node and browsers: see README.md, and index.d.ts for every call. */
export { TptriageError } from './errors.js';
export { FormMap } from './form_map.js';
export { Ruleset } from './ruleset.js';
export { Session } from './session.js';
