// Run as a process of its own: node upload-sink.ts DELAY_MS. Prints its address; counts and forgets what it is sent.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const delayMs = Number(process.argv[2] ?? '0');

const server = createServer((request, response) => {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => (bytes += chunk.byteLength));
  request.on('end', () => {
    const status = request.method === 'POST' ? 200 : 404;
    setTimeout(() => response.writeHead(status, { 'content-type': 'text/plain' }).end(status === 200 ? '' : 'none'), delayMs);
    if (request.method === 'POST' && bytes === 0) throw new Error('An upload without a body.');
  });
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/legacy/`));
