/* Texts on their way in, and offsets on their way out: JavaScript counts UTF-16 code units, the engine bytes. */

const encoder = new TextEncoder();

/** UTF-8 of a string, lone surrogates as U+FFFD; bytes as they are. */
export function bytesOf(value, what) {
  if (typeof value === 'string') return encoder.encode(value);
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`${what} must be a string or a Uint8Array`);
}

/*
 * A record as JSON. JSON.stringify writes a lone surrogate as an escape, which the strict reader would refuse: U+FFFD takes
 * its place here as it does in a text. Every escape is looked at, so that "\\ud800" in a text, a backslash, stays.
 */
export function recordOf(value) {
  if (typeof value === 'string' || value instanceof Uint8Array) return bytesOf(value, 'a record');
  if (typeof value !== 'object' || value === null) {
    throw new TypeError('a record must be an object, or its JSON as a string or a Uint8Array');
  }
  const json = JSON.stringify(value);
  return encoder.encode(json.replace(/\\(u[dD][89a-fA-F][0-9a-fA-F]{2}|.)/gs, (escape, which) =>
    which.length > 1 ? '\ufffd' : escape,
  ));
}

/** Translates between offsets of a string: bytes of its UTF-8 to UTF-16 code units, and back. */
export class Offsets {
  constructor(text) {
    /* Of each code unit its byte; of the second half of a pair, that of the pair. */
    this.bytes = new Uint32Array(text.length + 1);
    let byte = 0;
    for (let unit = 0; unit < text.length; ) {
      const point = text.codePointAt(unit);
      const width = point > 0xffff ? 2 : 1;
      this.bytes.fill(byte, unit, unit + width);
      byte += point < 0x80 ? 1 : point < 0x800 ? 2 : point > 0xffff ? 4 : 3;
      unit += width;
    }
    this.bytes[text.length] = byte;
  }

  /** The code unit at a byte; undefined where the byte is not in the string. */
  toUtf16(byte) {
    let low = 0;
    let high = this.bytes.length - 1;
    if (byte > this.bytes[high]) return undefined;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.bytes[middle] < byte) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The byte at a code unit; undefined where there is none. */
  toByte(unit) {
    return Number.isInteger(unit) ? this.bytes[unit] : undefined;
  }
}

/** Gives every object in `value` that has the bytes `start` and `end` also `start_utf16` and `end_utf16`. */
export function addUtf16(value, offsets) {
  if (Array.isArray(value)) {
    for (const element of value) addUtf16(element, offsets);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const element of Object.values(value)) addUtf16(element, offsets);
  if (typeof value.start !== 'number' || typeof value.end !== 'number') return;
  const start = offsets.toUtf16(value.start);
  const end = offsets.toUtf16(value.end);
  if (start !== undefined && end !== undefined) Object.assign(value, { start_utf16: start, end_utf16: end });
}
