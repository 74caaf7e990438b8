import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Servers that were started, and end together. */
export interface Processes {
  /** Starts one; its output goes to a file of its name. */
  start(name: string, binary: string, args: readonly string[], env?: Readonly<Record<string, string>>): ChildProcess;
  /** Waits until an address answers with any status below 500. */
  ready(name: string, url: URL): Promise<void>;
  close(): Promise<void>;
}

/** Makes an empty group that writes below `folder`. */
export function createProcesses(folder: string): Processes {
  const children = new Map<string, ChildProcess>();
  return {
    start(name, binary, args, env = {}) {
      const child = spawn(binary, args, { env: { PATH: '/usr/bin:/bin', HOME: folder, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
      const log = createWriteStream(join(folder, `${name}.log`));
      child.stdout.pipe(log, { end: false });
      child.stderr.pipe(log, { end: false });
      children.set(name, child);
      return child;
    },
    async ready(name, url) {
      const patience = Date.now() + 60_000;
      while (Date.now() < patience) {
        if (children.get(name)?.exitCode !== null) throw new Error(`${name} ended; see ${folder}/${name}.log`);
        const response = await fetch(url).catch(() => undefined);
        if (response !== undefined && response.status < 500) return;
        await pause(100);
      }
      throw new Error(`${name} does not answer; see ${folder}/${name}.log`);
    },
    async close() {
      const running = [...children.values()].filter((child) => child.exitCode === null);
      for (const child of running) child.kill('SIGTERM');
      const ended = Promise.all(running.map((child) => once(child, 'exit')));
      await Promise.race([ended, pause(5_000)]);
      for (const child of running) if (child.exitCode === null) child.kill('SIGKILL');
    },
  };
}

/** A port of 127.0.0.1 that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Listening on an address and not on a pipe, so it has a port.
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
