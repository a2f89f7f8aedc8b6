/*
 * Runs cmake/image.c, built for WebAssembly: image.mjs MODULE PACK OUT writes OUT/embedded_pack.c. It is run as it will be
 * used, since an image is for one size of pointers and one layout of structs.
 *
 * The files that it sees are /pack and /out, through the few calls of WASI that it makes. Node's own WASI crashed on them.
 */
import fs from 'node:fs';
import path from 'node:path';

const [module, pack, out] = process.argv.slice(2);
const ARGUMENTS = ['image', '/out/embedded_pack.c', '/pack'];
const ROOT = 3; /* the one folder that is open at the start */
const FOLDER = 3; /* types of files */
const FILE = 4;
const OK = 0;
const BADF = 8;
const NOENT = 44;

const open = new Map([[ROOT, { folder: true, path: null }]]);
let next = ROOT + 1;

const instance = new WebAssembly.Instance(new WebAssembly.Module(fs.readFileSync(module)), {
  env: {
    out_of_memory() {
      throw new Error('out of memory');
    },
  },
  wasi_snapshot_preview1: {
    args_sizes_get(count, size) {
      view().setUint32(count, ARGUMENTS.length, true);
      view().setUint32(size, ARGUMENTS.join(' ').length + 1, true);
      return OK;
    },
    args_get(pointers, to) {
      for (const [i, argument] of ARGUMENTS.entries()) {
        view().setUint32(pointers + 4 * i, to, true);
        to += put(to, `${argument}\0`);
      }
      return OK;
    },
    fd_prestat_get(fd, to) {
      if (fd !== ROOT) return BADF;
      view().setUint32(to, 0, true);
      view().setUint32(to + 4, 1, true);
      return OK;
    },
    fd_prestat_dir_name(fd, to) {
      put(to, '/');
      return OK;
    },
    fd_fdstat_get(fd, to) {
      if (fd < ROOT) return BADF;
      bytes().fill(0, to, to + 8).fill(0xff, to + 8, to + 24); /* all rights */
      bytes()[to] = open.get(fd).folder ? FOLDER : FILE;
      return OK;
    },
    path_filestat_get(fd, flags, name, length, to) {
      const stat = fs.statSync(resolve(fd, name, length), { throwIfNoEntry: false });
      if (!stat) return NOENT;
      bytes().fill(0, to, to + 64);
      bytes()[to + 16] = stat.isDirectory() ? FOLDER : FILE;
      view().setBigUint64(to + 32, BigInt(stat.size), true);
      return OK;
    },
    path_open(fd, flags, name, length, how, rights, inherited, mode, to) {
      const file = resolve(fd, name, length);
      const create = (how & 1) !== 0;
      if (!create && !fs.existsSync(file)) return NOENT;
      const folder = !create && fs.statSync(file).isDirectory();
      open.set(next, { folder, path: file, file: folder ? -1 : fs.openSync(file, create ? 'w' : 'r') });
      view().setUint32(to, next++, true);
      return OK;
    },
    fd_readdir(fd, to, length, cookie, used) {
      const names = fs.readdirSync(open.get(fd).path).sort();
      const parts = names.slice(Number(cookie)).map((name, i) => entry(name, Number(cookie) + i + 1));
      const all = Buffer.concat(parts).subarray(0, length);
      bytes().set(all, to);
      view().setUint32(used, all.length, true);
      return OK;
    },
    fd_read: (fd, vectors, count, done) => transfer(fs.readSync, fd, vectors, count, done),
    fd_write: (fd, vectors, count, done) => transfer(fs.writeSync, fd, vectors, count, done),
    fd_seek: () => BADF,
    fd_fdstat_set_flags: () => OK,
    fd_close(fd) {
      if (open.get(fd)?.file >= 0) fs.closeSync(open.get(fd).file);
      open.delete(fd);
      return OK;
    },
    path_rename(fromFolder, from, fromLength, toFolder, to, toLength) {
      fs.renameSync(resolve(fromFolder, from, fromLength), resolve(toFolder, to, toLength));
      return OK;
    },
    proc_exit(status) {
      process.exit(status);
    },
  },
});

function bytes() {
  return new Uint8Array(instance.exports.memory.buffer);
}

function view() {
  return new DataView(instance.exports.memory.buffer);
}

function put(to, text) {
  const encoded = new TextEncoder().encode(text);
  bytes().set(encoded, to);
  return encoded.length;
}

/* The file that a path from an open folder means. */
function resolve(fd, name, length) {
  const relative = new TextDecoder().decode(bytes().subarray(name, name + length));
  if (fd !== ROOT) return path.join(open.get(fd).path, relative);
  const [first, ...rest] = relative.split('/');
  return path.join({ pack, out }[first] ?? '/nowhere', ...rest);
}

/* An entry of a folder; libc asks for the type of those of an unknown one itself. */
function entry(name, following) {
  const text = Buffer.from(name);
  const head = Buffer.alloc(24);
  head.writeBigUInt64LE(BigInt(following), 0);
  head.writeUInt32LE(text.length, 16);
  return Buffer.concat([head, text]);
}

function transfer(call, fd, vectors, count, done) {
  const file = fd < ROOT ? fd : open.get(fd).file;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const at = view().getUint32(vectors + 8 * i, true);
    const length = view().getUint32(vectors + 8 * i + 4, true);
    const moved = length ? call(file, bytes(), at, length) : 0;
    sum += moved;
    if (moved < length) break;
  }
  view().setUint32(done, sum, true);
  return OK;
}

instance.exports._start();
