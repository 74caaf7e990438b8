import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** What goes wrong with one request. `share` is of its body. */
export type Fault =
  /** The connection is reset after so much of the body. At 1 the index still gets all of it. */
  | { readonly type: 'reset'; readonly share: number }
  /** The index answers, but the answer is not passed on. */
  | { readonly type: 'reply-lost' }
  /** The answer breaks off. */
  | { readonly type: 'reply-truncated' }
  /** Nothing more is taken after so much of the body. */
  | { readonly type: 'stall'; readonly share: number }
  /** The body is taken slowly, with a pause after each 64 KiB, and all goes well. */
  | { readonly type: 'slow'; readonly pauseMs: number }
  /** The proxy answers in place of the index, once it has the body. */
  | { readonly type: 'answer'; readonly status: string; readonly headers?: readonly string[]; readonly body?: string };

/** One request as the proxy sees it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  /** Counts the POSTs, from 1. */
  readonly post: number;
}

/** A TCP proxy between client and index. */
export interface FaultProxy {
  readonly url: URL;
  /** How many POSTs came so far. */
  posts(): number;
  /** Stops listening: connections are refused. */
  refuse(): Promise<void>;
  /** Listens again, at the same address. */
  accept(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a proxy before `target` that does harm to the requests for which `faultFor` says so. */
export async function startFaultProxy(target: URL, faultFor: (request: SeenRequest) => Fault | undefined): Promise<FaultProxy> {
  let posts = 0;
  const sockets = new Set<Socket>();
  const onConnection = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    serve(socket, target, (method, path) => {
      if (method === 'POST') posts += 1;
      return faultFor({ method, path, post: posts });
    }).catch(() => socket.destroy());
  };
  let server = await listen(onConnection, 0);
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return {
    url: new URL(`http://127.0.0.1:${port}/`),
    posts: () => posts,
    refuse: stop,
    async accept() {
      server = await listen(onConnection, port);
    },
    close: stop,
  };
}

async function listen(onConnection: (socket: Socket) => void, port: number): Promise<Server> {
  const server = createServer(onConnection);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return server;
}

async function serve(client: Socket, target: URL, faultFor: (method: string, path: string) => Fault | undefined): Promise<void> {
  const incoming = client[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  const { head, rest } = await readHead(incoming);
  const [method = '', path = ''] = head.split(' ');
  const lengthBytes = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  const fault = faultFor(method, path);
  const body = bodyPieces(incoming, rest, lengthBytes);

  if (fault?.type === 'answer') {
    for await (const _piece of body);
    client.end(`HTTP/1.1 ${fault.status}\r\n${(fault.headers ?? []).map((line) => `${line}\r\n`).join('')}connection: close\r\ncontent-length: ${Buffer.byteLength(fault.body ?? '')}\r\n\r\n${fault.body ?? ''}`);
    return;
  }

  const upstream = connect(Number(target.port), target.hostname).on('error', () => client.destroy());
  // One request a connection, so that the end of the answer is the end of the connection.
  upstream.write(head.replace(/^connection:.*$/im, 'connection: close'));
  let taken = 0;
  for await (const piece of body) {
    taken += piece.length;
    upstream.write(piece);
    if (fault?.type === 'reset' && fault.share < 1 && taken >= lengthBytes * fault.share) {
      upstream.destroy();
      client.resetAndDestroy();
      return;
    }
    if (fault?.type === 'stall' && taken >= lengthBytes * fault.share) {
      client.pause();
      return;
    }
    if (fault?.type === 'slow') await pause(fault.pauseMs);
  }
  await passAnswer(upstream, client, fault);
}

async function passAnswer(upstream: Socket, client: Socket, fault: Fault | undefined): Promise<void> {
  const answer: Buffer[] = [];
  for await (const piece of upstream) answer.push(piece as Buffer);
  const whole = Buffer.concat(answer);
  if (fault?.type === 'reset' || fault?.type === 'reply-lost') client.resetAndDestroy();
  else if (fault?.type === 'reply-truncated') client.write(whole.subarray(0, 20), () => client.destroy());
  else client.end(whole);
}

async function readHead(incoming: AsyncIterator<Buffer, undefined>): Promise<{ head: string; rest: Buffer }> {
  let bytes = Buffer.alloc(0);
  for (;;) {
    const end = bytes.indexOf('\r\n\r\n');
    if (end >= 0) return { head: bytes.subarray(0, end + 4).toString('latin1'), rest: bytes.subarray(end + 4) };
    const { value, done } = await incoming.next();
    if (done === true || value === undefined) throw new Error('The connection ended before the request.');
    bytes = Buffer.concat([bytes, value]);
  }
}

async function* bodyPieces(incoming: AsyncIterator<Buffer, undefined>, rest: Buffer, lengthBytes: number): AsyncGenerator<Buffer> {
  let left = lengthBytes;
  if (rest.length > 0) {
    left -= rest.length;
    yield rest;
  } else if (lengthBytes > 0) {
    // Nothing of the body yet: a fault at its very beginning happens here.
    yield rest;
  }
  while (left > 0) {
    const { value, done } = await incoming.next();
    if (done === true || value === undefined) throw new Error('The connection ended within the body.');
    left -= value.length;
    yield value;
  }
}
