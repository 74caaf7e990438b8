import { redact } from './redact.ts';

/** The innermost reason of a connection's error, as text that may be shown. */
export function reasonOf(error: unknown): string {
  let current = error;
  for (let depth = 0; depth < 8; depth += 1) {
    if (current instanceof AggregateError && current.errors.length > 0) current = current.errors[0];
    else if (current instanceof Error && current.cause instanceof Error) current = current.cause;
    else break;
  }
  if (!(current instanceof Error)) return 'unknown reason';
  const code = (current as NodeJS.ErrnoException).code;
  const message = redact(current.message).trim();
  if (code === undefined || message.includes(code)) return message;
  return message === '' ? code : `${message} (${code})`;
}
