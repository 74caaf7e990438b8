import { isCodedError } from '@ropewalk/core';
import { printable } from './printable.ts';
import { styled } from './console.ts';

/** Writes an error as a person reads it: what, and what to do. The stack only with `debug`. */
export function describeFailure(error: unknown, options: { readonly debug: boolean }): string {
  const lines = isCodedError(error)
    ? [`${styled(['bold', 'red'], 'error', process.stderr)}: ${sentence(error.message)} [${printable(error.code)}]`, `  ${printable(error.remedy, { lines: true }).replaceAll('\n', '\n  ')}`]
    : [
        `${styled(['bold', 'red'], 'error', process.stderr)}: ropewalk failed in a way nobody foresaw: ${sentence(error instanceof Error ? error.message : String(error))}`,
        '  Run it again with --debug and report what it prints.',
      ];
  return options.debug ? [...lines, ...stacks(error)].join('\n') : lines.join('\n');
}

function sentence(text: string): string {
  return printable(text, { lines: true }).replaceAll('\n', '\n  ');
}

function* stacks(error: unknown): Generator<string> {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    yield printable(cause.stack ?? `${cause.name}: ${cause.message}`, { lines: true });
  }
}
