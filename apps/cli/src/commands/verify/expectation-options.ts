import { isCodedError, type Publisher } from '@ropewalk/core';
import { parsePublisher, withWorkflow } from '@ropewalk/oidc/publisher';
import { anyPublisherUnsafe, type Expectation } from '@ropewalk/verifier';
import { CommandError } from '../../command-error.ts';
import { listOption, textOption } from '../../text-option.ts';

type Options = Readonly<Record<string, unknown>>;

/**
 * Reads whom the person expects; `undefined` when nobody was named.
 *
 * @throws {@link CommandError} `USAGE_OPTION`; `PublisherError` when a publisher cannot be read.
 */
export function readExpectation(options: Options): Expectation | undefined {
  const publishers = expectedPublishers(options);
  const certificate = expectedCertificate(options);
  const isAnybody = options['anyPublisher'] === true;
  if ([publishers.length > 0, certificate !== undefined, isAnybody].filter(Boolean).length > 1) {
    throw conflict('Only one of --publisher, --certificate-identity and --any-publisher can say who is expected.');
  }
  if (isAnybody) return anyPublisherUnsafe();
  return certificate ?? (publishers.length === 0 ? undefined : publishers);
}

function expectedPublishers(options: Options): readonly Publisher[] {
  const publishers = listOption(options, 'publisher');
  const workflow = textOption(options, 'workflow');
  if (workflow !== undefined && publishers.length === 0) throw conflict('--workflow narrows a publisher, and no --publisher is given.');
  return publishers.map((text) => narrowed(parsePublisher(text), workflow));
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

function expectedCertificate(options: Options): Expectation | undefined {
  const certificateIdentity = textOption(options, 'certificateIdentity');
  const certificateIssuer = textOption(options, 'certificateOidcIssuer');
  if (certificateIdentity === undefined && certificateIssuer === undefined) return undefined;
  if (certificateIdentity !== undefined && certificateIssuer !== undefined) return { certificateIdentity, certificateIssuer };
  // An identity alone says nothing: every issuer may vouch for any name.
  throw conflict('--certificate-identity and --certificate-oidc-issuer belong together.');
}

function conflict(message: string): CommandError {
  return new CommandError({ code: 'USAGE_OPTION', message, remedy: 'Say either whom you expect, or --any-publisher.' });
}
