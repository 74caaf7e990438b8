import type { Expectation, ExpectedClaims } from '@ropewalk/verifier';
import { CommandError } from '../../command-error.ts';
import { listOption, textOption } from '../../text-option.ts';
import { readClaims } from './claim-options.ts';
import { readExpectation } from './expectation-options.ts';

/** What the command line asks of `verify`, beside the targets. */
export interface VerifyRequest {
  /** `undefined`: nobody was named, so nothing can be verified. */
  readonly expectation: Expectation | undefined;
  readonly claims: ExpectedClaims;
  /** How many attestations of each file must verify; `undefined`: all. */
  readonly atLeast: number | undefined;
  readonly attestations: readonly string[];
  readonly bundles: readonly string[];
  readonly provenance: string | undefined;
  readonly index: IndexChoice;
  readonly isOffline: boolean;
  readonly isDownload: boolean;
  readonly isJson: boolean;
  readonly isExplained: boolean;
}

/** Which index may be asked. */
export interface IndexChoice {
  /** The index that the operator named; `undefined`: none, so PyPI, and only for what is named as being there. */
  readonly url: URL | undefined;
}

/** Simple APIs that everybody knows, by short name and by the address of the index that they belong to. */
const wellKnown: ReadonlyMap<string, string> = new Map([
  ...['pypi', 'https://pypi.org'].map((name) => [name, 'https://pypi.org/simple/'] as const),
  ...['testpypi', 'https://test.pypi.org'].map((name) => [name, 'https://test.pypi.org/simple/'] as const),
]);

/** Reads the options of `verify`. @throws {@link CommandError} `USAGE_OPTION`; `PublisherError` */
export function readRequest(options: Readonly<Record<string, unknown>>, env: Readonly<Record<string, string | undefined>> = process.env): VerifyRequest {
  const expectation = readExpectation(options);
  const claims = readClaims(options);
  const [asked] = Object.keys(claims);
  if (expectation === undefined && asked !== undefined && asked !== 'predicateType') {
    throw usage(`--${asked.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} narrows an expectation, and none is given.`, 'Give --publisher too.');
  }
  return {
    expectation,
    claims,
    atLeast: countOption(textOption(options, 'atLeast')),
    attestations: listOption(options, 'attestation'),
    bundles: listOption(options, 'bundle'),
    provenance: textOption(options, 'provenance'),
    index: { url: indexUrl(textOption(options, 'indexUrl') ?? (env['ROPEWALK_INDEX_URL'] || undefined)) },
    isOffline: options['offline'] === true,
    isDownload: options['download'] === true,
    isJson: options['json'] === true,
    isExplained: options['explain'] === true,
  };
}

function countOption(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw usage(`--at-least takes a number from 1, not ${text}.`, 'Leave it out: then every attestation must verify.');
}

function indexUrl(text: string | undefined): URL | undefined {
  if (text === undefined) return undefined;
  const url = URL.parse(wellKnown.get(text.replace(/\/$/, '')) ?? text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw usage('The address of the index is not a web address.', 'Give the address of its simple API, as in --index-url https://pypi.org/simple/.');
  }
  return url;
}

function usage(message: string, remedy: string): CommandError {
  return new CommandError({ code: 'USAGE_OPTION', message, remedy });
}
