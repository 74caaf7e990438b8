import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { CredentialPrompt } from '@ropewalk/credentials';
import { interruption } from '../interruption.ts';

/** Asks at the terminal, on standard error, so that standard output stays data. */
export function terminalPrompt(): CredentialPrompt {
  return {
    text: (question) => ask(question, process.stderr),
    secret: (question) => ask(question, silence()),
  };
}

function ask(question: string, echo: NodeJS.WritableStream): Promise<string | undefined> {
  // The terminal's own echo is off before the question shows: an answer may come at once.
  const line = createInterface({ input: process.stdin, output: echo, terminal: true, historySize: 0 });
  process.stderr.write(question);
  return new Promise((resolve, reject) => {
    line.once('SIGINT', () => {
      // The program hears of it first; only then is the question over, for no answer at all would be another matter.
      process.once('SIGINT', () => {
        reject(interruption());
        line.close();
      });
      // readline took the key away from the terminal, which would have sent the signal.
      process.kill(process.pid, 'SIGINT');
    });
    line.once('line', (answer) => {
      resolve(answer);
      line.close();
    });
    line.once('close', () => {
      process.stderr.write('\n');
      resolve(undefined);
    });
  });
}

/** Takes what would be echoed. */
function silence(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
