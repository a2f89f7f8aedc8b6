/*
 * Splits the linked module: code into the one file, its data into an image (see src/image.js).
 */

const DATA = 11;

class Reader {
  constructor(bytes, at) {
    this.bytes = bytes;
    this.at = at;
  }
  byte() {
    return this.bytes[this.at++];
  }
  /* A number in LEB128. Addresses of data are written signed, and are never negative here. */
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }
  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

/* Each active segment: mode 0, `i32.const ADDRESS`, `end`, then the bytes. */
function readSegments(section) {
  const reader = new Reader(section, 0);
  const segments = [];
  for (let count = reader.number(); count > 0; count--) {
    if (reader.number() !== 0 || reader.byte() !== 0x41) throw new Error('a data segment of an unknown kind');
    const address = reader.number();
    if (reader.byte() !== 0x0b) throw new Error('an address of data that is no constant');
    segments.push({ address, bytes: reader.take(reader.number()) });
  }
  return segments;
}

/* { code: the module without its data, segments } */
export function splitModule(module) {
  const reader = new Reader(module, 8);
  const kept = [module.subarray(0, 8)];
  let segments = [];
  while (reader.at < module.length) {
    const start = reader.at;
    const id = reader.byte();
    const section = reader.take(reader.number());
    if (id === DATA) segments = readSegments(section);
    else kept.push(module.subarray(start, reader.at));
  }
  return { code: Buffer.concat(kept), segments };
}
