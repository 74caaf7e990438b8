import { IdentityError, type IdentityProvider } from '@ropewalk/core';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { guardedProvider, named } from './guarded-provider.ts';

/** Where {@link loadIdentityModule} looks. */
export interface IdentityModuleOptions {
  /** What a relative path is relative to. Default the current folder. */
  readonly folder?: string;
}

/**
 * Loads an identity provider of the operator's own: a module that exports `identity` (or a default export), which is an
 * `IdentityProvider` or a function that makes one.
 *
 * The module runs with all rights of this process: take its path from the command line only, never from a project's file.
 *
 * @throws {@link IdentityError} `IDENTITY_UNUSABLE`, `IDENTITY_REQUEST_FAILED`; what the provider throws later is one of them too
 */
export async function loadIdentityModule(path: string, options: IdentityModuleOptions = {}): Promise<IdentityProvider> {
  const exported = await load(resolve(options.folder ?? '.', path), path);
  const made: unknown = typeof exported === 'function' ? await named(path, undefined, async () => (exported as () => unknown)()) : exported;
  if (isProvider(made)) return guardedProvider(made, path);
  throw unusable(`The identity module ${path} exports no identity provider.`, 'Export `identity`: an object with a `name` and a method `detect`, or a function that returns one.');
}

async function load(file: string, shown: string): Promise<unknown> {
  let module: Readonly<Record<string, unknown>>;
  try {
    module = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    const { redact } = await import('@ropewalk/http');
    const [reason = ''] = redact(error instanceof Error ? error.message : String(error)).split('\n', 1);
    throw unusable(`The identity module ${shown} cannot be loaded: ${reason}`, 'Check the path, and that it is an ES module that Node can run.', error);
  }
  return module['identity'] ?? module['default'];
}

function isProvider(value: unknown): value is IdentityProvider {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string' && 'detect' in value && typeof value.detect === 'function';
}

function unusable(message: string, remedy: string, cause?: unknown): IdentityError {
  return new IdentityError({ code: 'IDENTITY_UNUSABLE', message, remedy, cause });
}
