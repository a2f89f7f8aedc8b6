/* Serves bindings/js to this machine alone: node example/serve.mjs [PORT], then open the address that it prints. */
import { createReadStream, statSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const TYPES = {
  '.css': 'text/css',
  '.gz': 'application/octet-stream',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};

function answer(request, response) {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname === '/') {
    response.writeHead(302, { location: '/example/' }).end();
    return;
  }
  const wanted = path.join(root, decodeURIComponent(pathname.endsWith('/') ? `${pathname}index.html` : pathname));
  if (!wanted.startsWith(root) || !statSync(wanted, { throwIfNoEntry: false })?.isFile()) {
    response.writeHead(404).end('not found\n');
    return;
  }
  response.writeHead(200, { 'content-type': TYPES[path.extname(wanted)] ?? 'text/plain' });
  createReadStream(wanted).pipe(response);
}

/** Resolves to a server on a port of 127.0.0.1; 0: any that is free. */
export function serve(port) {
  return new Promise((resolve) => {
    const server = http.createServer(answer);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = await serve(Number(process.argv[2] ?? 8000));
  console.log(`http://127.0.0.1:${server.address().port}/`);
}
