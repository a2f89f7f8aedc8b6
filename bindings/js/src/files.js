/* The package's own files, wherever they are: beside this one on a disk, or where the page got this one from. */
import { compileModule } from './engine.js';

const DIST = new URL('../dist/', import.meta.url);

async function readDisk(url) {
  const { readFile } = await import(/* webpackIgnore: true */ /* @vite-ignore */ 'node:fs/promises');
  return readFile(url);
}

/** Bytes of what a caller may give: bytes, a Response, or an address. */
async function read(source) {
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (source instanceof Uint8Array) return source;
  if (typeof Response !== 'undefined' && source instanceof Response) return new Uint8Array(await source.arrayBuffer());
  const url = new URL(source, import.meta.url);
  if (url.protocol === 'file:') return readDisk(url);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/* Some servers unpack .gz files on the way. */
async function unpack(bytes) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const READERS = {
  wasm: async (source) => compileModule(await read(source)),
  tables: async (source) => unpack(await read(source)),
  pack: async (source) => unpack(await read(source)),
};
const NAMES = { wasm: 'tptriage.wasm', tables: 'tables.bin.gz', pack: 'msk.bin.gz' };

/* What was read from the package stays: the module is compiled once, and a second ruleset begins at once. */
const kept = new Map();

function readOwn(what) {
  if (!kept.has(what)) {
    const reading = READERS[what](new URL(NAMES[what], DIST));
    kept.set(what, reading);
    reading.catch(() => kept.delete(what));
  }
  return kept.get(what);
}

/** One of "wasm", "tables", "pack": from `sources`, or the package's own. */
export async function readPart(what, sources) {
  return sources[what] === undefined ? readOwn(what) : READERS[what](await sources[what]);
}
