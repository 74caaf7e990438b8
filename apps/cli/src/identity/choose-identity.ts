import type { IdentityProvider, Publisher } from '@ropewalk/core';
import { anyCi, loadIdentityModule, namedCi, parsePublisher, tokenFileIdentity, withWorkflow } from '@ropewalk/oidc';
import { CommandError } from '../command-error.ts';
import { requireFile, requirePresent } from '../require-files.ts';
import { listOption, textOption } from '../text-option.ts';

/** Who vouches for this process, and who it must be. */
export interface ChosenIdentity {
  readonly provider: IdentityProvider;
  /** Empty: whoever it is. */
  readonly expectedPublishers: readonly Publisher[];
}

/**
 * Reads the identity options. An expected Google account allows the use of this machine's account; being on such a machine
 * does not.
 *
 * @throws {@link CommandError} `USAGE_OPTION`, `USAGE_FILE_NOT_FOUND`; `PublisherError`, `IdentityError`.
 */
export async function chooseIdentity(options: Readonly<Record<string, unknown>>, audiences: readonly string[]): Promise<ChosenIdentity> {
  const workflow = textOption(options, 'workflow');
  const expectedPublishers = listOption(options, 'publisher').map((text) => {
    const publisher = parsePublisher(text);
    return workflow === undefined ? publisher : withWorkflow(publisher, workflow);
  });
  if (workflow !== undefined && expectedPublishers.length === 0) {
    throw new CommandError({ code: 'USAGE_OPTION', message: '--workflow narrows a publisher, and no --publisher is given.', remedy: 'Give --publisher too.' });
  }
  return { provider: await chooseProvider(options, expectedPublishers, audiences), expectedPublishers };
}

async function chooseProvider(options: Readonly<Record<string, unknown>>, expected: readonly Publisher[], audiences: readonly string[]): Promise<IdentityProvider> {
  const name = textOption(options, 'identity');
  const module = textOption(options, 'identityModule');
  const files = listOption(options, 'identityTokenFile');
  if ([name, module, files[0]].filter((given) => given !== undefined).length > 1) {
    throw new CommandError({
      code: 'USAGE_OPTION',
      message: 'Only one of --identity, --identity-token-file and --identity-module can say who this process is.',
      remedy: 'Leave the others out.',
    });
  }
  if (module !== undefined) {
    await requireFile(module);
    return await loadIdentityModule(module);
  }
  for (const file of files) await requirePresent(file);
  if (files.length > 0) return tokenFileIdentity({ files });
  if (name !== undefined) return namedCi(name, { audiences });
  return anyCi({ audiences, allowGoogle: expected.some(({ kind }) => kind === 'Google') });
}
