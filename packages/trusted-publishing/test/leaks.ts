import { inspect } from 'node:util';

/** Everything a person or a log could see of a value: its properties, hidden ones too, its causes, and its JSON. */
export function everythingVisible(value: unknown): string {
  const error = value instanceof Error ? `${value.message} ${value.stack ?? ''}` : '';
  return `${inspect(value, { depth: Infinity, showHidden: true, maxStringLength: null })} ${error} ${JSON.stringify(value) ?? ''}`;
}

/** The error that a promise ends with. */
export async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => {
      throw new TypeError('It was expected to fail.');
    },
    (error: unknown) => error,
  );
}
