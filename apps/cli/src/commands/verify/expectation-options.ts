import { isCodedError, type Publisher } from '@ropewalk/core';
import { formatPublisher, parsePublisher, withWorkflow } from '@ropewalk/oidc/publisher';
import { anyPublisherUnsafe, type Expectation } from '@ropewalk/verifier';
import { CommandError } from '../../command-error.ts';
import { textOption } from '../../text-option.ts';

/**
 * Reads whom the person expects; `undefined` when nobody was named.
 *
 * @throws {@link CommandError} `USAGE_OPTION`; `PublisherError` when a publisher cannot be read.
 */
export function readExpectation(options: Readonly<Record<string, unknown>>): Expectation | undefined {
  const named = publisherOptions(options);
  const workflow = textOption(options, 'workflow');
  if (options['anyPublisher'] === true) {
    if (named.length > 0 || workflow !== undefined) throw conflict('--any-publisher stands alone: it expects nobody in particular.');
    return anyPublisherUnsafe();
  }
  if (named.length === 0) {
    if (workflow !== undefined) throw conflict('--workflow narrows a publisher, and no --publisher is given.');
    return undefined;
  }
  const publishers = named.map((text) => narrowed(parsePublisher(text), workflow));
  return publishers.length === 1 ? publishers[0] : publishers;
}

/** How an expectation is written on the command line. */
export function writtenExpectation(publisher: Publisher): string {
  return formatPublisher(publisher);
}

function publisherOptions(options: Readonly<Record<string, unknown>>): readonly string[] {
  const value = options['publisher'];
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? [value] : [];
}

function narrowed(publisher: Publisher, workflow: string | undefined): Publisher {
  if (workflow === undefined) return publisher;
  try {
    return withWorkflow(publisher, workflow);
  } catch (error) {
    if (!isCodedError(error)) throw error;
    throw new CommandError({ code: 'USAGE_OPTION', message: error.message, remedy: error.remedy, cause: error });
  }
}

function conflict(message: string): CommandError {
  return new CommandError({ code: 'USAGE_OPTION', message, remedy: 'Say either whom you expect, or --any-publisher.' });
}
