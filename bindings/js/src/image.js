/*
 * Images of memory: what an instance needs to begin with. The module holds code alone; the tables of its libraries are one
 * image, and what loading the default pack changed is another. An image is all that differs from what was there before:
 *
 *   32 bits: the pages of the memory; 32 bits: a hash of the module, since an image fits no other; then for each run of
 *   bytes its place and its length, 32 bits each, and a run of length 0; then the bytes of all runs. Little-endian.
 */
import { TptriageError } from './errors.js';

const PAGE = 65536;
/* So many equal bytes end a run. Fewer would make more runs, which cost more than zeros do once compressed. */
const GAP = 1024;

/* FNV-1a. It tells a wrong file from the right one, and guards no secret. */
export function hashOf(bytes) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  return hash >>> 0;
}

/* The end of the run that begins at `start`. */
function endOfRun(before, after, start) {
  let end = start + 1;
  for (let i = end; i < after.length && i - end < GAP; i++) {
    if (after[i] !== (before[i] ?? 0)) end = i + 1;
  }
  return end;
}

/* The image that makes `after` of `before`; both are bytes of a whole memory. */
export function writeImage(before, after, hash) {
  const words = [after.length / PAGE, hash];
  const parts = [];
  for (let i = 0; i < after.length; i++) {
    if (after[i] === (before[i] ?? 0)) continue;
    const end = endOfRun(before, after, i);
    words.push(i, end - i);
    parts.push(after.subarray(i, end));
    i = end;
  }
  words.push(0, 0);
  const head = new Uint8Array(new Uint32Array(words).buffer);
  const out = new Uint8Array(head.length + parts.reduce((sum, part) => sum + part.length, 0));
  out.set(head);
  let at = head.length;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/* Where the bytes begin: after the run of length 0. */
function startOfBytes(view) {
  let at = 8;
  while (at + 8 <= view.byteLength && view.getUint32(at + 4, true) !== 0) at += 8;
  return at + 8;
}

/* Puts an image into a memory, which grows as needed. */
export function applyImage(memory, image, hash) {
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength);
  if (image.byteLength < 16 || view.getUint32(4, true) !== hash) {
    throw new TptriageError({ code: 'version', message: 'the data files are of another build than tptriage.wasm' });
  }
  const pages = view.getUint32(0, true) - memory.buffer.byteLength / PAGE;
  if (pages > 0) memory.grow(pages);
  const bytes = new Uint8Array(memory.buffer);
  let from = startOfBytes(view);
  for (let at = 8; view.getUint32(at + 4, true) !== 0; at += 8) {
    const length = view.getUint32(at + 4, true);
    if (from + length > image.byteLength) {
      throw new TptriageError({ code: 'version', message: 'a data file is cut off' });
    }
    bytes.set(image.subarray(from, from + length), view.getUint32(at, true));
    from += length;
  }
}
