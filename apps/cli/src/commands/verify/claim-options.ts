import { PUBLISH_PREDICATE_TYPE, SLSA_PREDICATE_TYPE } from '@ropewalk/pep740';
import type { ExpectedClaims } from '@ropewalk/verifier';
import { CommandError } from '../../command-error.ts';
import { textOption } from '../../text-option.ts';

/** Options that ask for more than the publisher, and the claims they ask for. */
const claimOptions = ['ref', 'commit', 'ownerId', 'repositoryId', 'trigger', 'runner', 'signerWorkflow', 'environment'] as const;

/** Short names of predicate types. */
const predicateTypes: ReadonlyMap<string, string> = new Map([['publish', PUBLISH_PREDICATE_TYPE], ['slsa', SLSA_PREDICATE_TYPE]]);

/** What the value of an option must look like. */
interface Form {
  readonly flag: string;
  readonly pattern: RegExp;
  readonly remedy: string;
}

/** What cannot be met by any certificate, so it is a slip. */
const forms: Readonly<Partial<Record<(typeof claimOptions)[number], Form>>> = {
  commit: { flag: '--commit', pattern: /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, remedy: 'Give all 40 hexadecimal digits, in lower case, as git rev-parse prints them.' },
  ownerId: { flag: '--owner-id', pattern: /^\d+$/, remedy: "Give the owner's number, not the name." },
  repositoryId: { flag: '--repository-id', pattern: /^\d+$/, remedy: "Give the repository's number, not the name." },
};

/** Reads what else is expected of the signer. @throws {@link CommandError} `USAGE_OPTION` */
export function readClaims(options: Readonly<Record<string, unknown>>): ExpectedClaims {
  const claims: Record<string, string> = {};
  for (const name of claimOptions) {
    const value = textOption(options, name);
    if (value === undefined) continue;
    const form = forms[name];
    if (form !== undefined && !form.pattern.test(value)) throw usage(`${form.flag} cannot be ${value}.`, form.remedy);
    claims[name] = value;
  }
  const predicateType = textOption(options, 'predicateType');
  return { ...claims, ...(predicateType === undefined ? {} : { predicateType: wholeType(predicateType) }) };
}

function wholeType(text: string): string {
  const type = predicateTypes.get(text) ?? text;
  if (URL.canParse(type)) return type;
  throw usage(`--predicate-type cannot be ${text}.`, 'Give publish, slsa, or the whole type, which is a URI.');
}

function usage(message: string, remedy: string): CommandError {
  return new CommandError({ code: 'USAGE_OPTION', message, remedy });
}
