/*
 * Splits the linked module: split.mjs MODULE MAP OUT. Code becomes OUT/tptriage.wasm; the tables of its libraries and the
 * default pack become images of memory beside it (see src/image.js), compressed. So a page that brings a pack of its own
 * does not load the default one, and nothing is copied twice when the module begins.
 *
 * The linker's map tells where the pack lies: it is all that comes of pack.o.
 */
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

import { hashOf, writeImage } from '../src/image.js';

const PAGE = 65536;
const DATA = 11;
const DATA_COUNT = 12;

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
function splitModule(module) {
  const reader = new Reader(module, 8);
  const kept = [module.subarray(0, 8)];
  let segments = [];
  while (reader.at < module.length) {
    const start = reader.at;
    const id = reader.byte();
    const section = reader.take(reader.number());
    if (id === DATA) segments = readSegments(section);
    else if (id !== DATA_COUNT) kept.push(module.subarray(start, reader.at));
  }
  return { code: Buffer.concat(kept), segments };
}

/* A memory with the segments in it, each byte that `wanted` says. */
function fill(segments, wanted) {
  const end = Math.max(...segments.map(({ address, bytes }) => address + bytes.length));
  const memory = new Uint8Array(Math.ceil(end / PAGE) * PAGE);
  for (const { address, bytes } of segments) {
    for (let i = 0; i < bytes.length; i++) if (wanted(address + i)) memory[address + i] = bytes[i];
  }
  return memory;
}

/* From the lines "ADDRESS OFFSET SIZE FILE:(SECTION)", in hexadecimal. */
function packRanges(map) {
  const found = map.matchAll(/^ *([0-9a-f]+) +[0-9a-f]+ +([0-9a-f]+) +\S*\bpack\.o:\(/gm);
  const ranges = Array.from(found, ([, at, size]) => [parseInt(at, 16), parseInt(at, 16) + parseInt(size, 16)]);
  if (ranges.length === 0) throw new Error('the map tells of no pack');
  return ranges;
}

const [module, map, out] = process.argv.slice(2);
const { code, segments } = splitModule(fs.readFileSync(module));
const ranges = packRanges(fs.readFileSync(map, 'utf8'));
const ofPack = (at) => ranges.some(([from, to]) => at >= from && at < to);
const images = {
  'tables.bin.gz': fill(segments, (at) => !ofPack(at)),
  'msk.bin.gz': fill(segments, ofPack),
};

fs.writeFileSync(path.join(out, 'tptriage.wasm'), code);
for (const [name, memory] of Object.entries(images)) {
  const image = writeImage(new Uint8Array(0), memory, hashOf(code));
  fs.writeFileSync(path.join(out, name), gzipSync(image, { level: 9 }));
}
