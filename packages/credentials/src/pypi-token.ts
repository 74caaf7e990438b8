import { decodeMacaroon } from './macaroon.ts';

/** What a PyPI API token says of itself. Nothing is verified; nothing is secret. */
export interface PyPITokenFacts {
  /** The index that made it, as it names itself: `pypi.org`, `test.pypi.org`. */
  readonly index: string;
  /** Names of the only projects it is good for; `undefined` when it does not restrict them by name. */
  readonly projects?: readonly string[];
  /** Whether it is restricted to projects by their numbers, which say nothing here. */
  readonly hasProjectIds: boolean;
  readonly notBefore?: Date;
  readonly expiresAt?: Date;
  /** Whether trusted publishing made it. */
  readonly isMinted: boolean;
  /** Conditions of kinds that are not known here. */
  readonly unknownCaveats: number;
  /** False for a token that was cut off in copying. */
  readonly isComplete: boolean;
}

/**
 * Reads a PyPI API token locally: which index made it, for which projects, until when.
 *
 * @returns `undefined` when it is not of PyPI's form (`pypi-` and a macaroon).
 */
export function readPyPIToken(token: string): PyPITokenFacts | undefined {
  const text = token.trim();
  if (!text.startsWith('pypi-')) return undefined;
  const macaroon = decodeMacaroon(text.slice('pypi-'.length));
  if (macaroon === undefined) return undefined;

  let facts: PyPITokenFacts = {
    index: macaroon.location,
    hasProjectIds: false,
    isMinted: false,
    unknownCaveats: 0,
    isComplete: macaroon.isComplete,
  };
  for (const caveat of macaroon.caveats) facts = withCaveat(facts, parseJson(caveat));
  return facts;
}

// PyPI writes caveats as JSON arrays whose first member is the kind; tokens from before 2022 hold objects.
function withCaveat(facts: PyPITokenFacts, caveat: unknown): PyPITokenFacts {
  if (Array.isArray(caveat)) {
    const [kind, first, second] = caveat as readonly unknown[];
    if (kind === 0) return withPeriod(facts, first, second);
    if (kind === 1) return withProjects(facts, first);
    if (kind === 2) return { ...facts, hasProjectIds: true };
    if (kind === 3) return facts;
    if (kind === 4) return { ...facts, isMinted: true };
  }
  if (isRecord(caveat)) {
    if ('exp' in caveat || 'nbf' in caveat) return withPeriod(facts, caveat['exp'], caveat['nbf']);
    if (caveat['permissions'] === 'user') return facts;
    if (isRecord(caveat['permissions'])) return withProjects(facts, caveat['permissions']['projects']);
    if ('project_ids' in caveat) return { ...facts, hasProjectIds: true };
  }
  return { ...facts, unknownCaveats: facts.unknownCaveats + 1 };
}

// Every caveat holds, so several of one kind leave what all of them allow.
function withPeriod(facts: PyPITokenFacts, expiry: unknown, notBefore: unknown): PyPITokenFacts {
  const expiresAt = earlier(facts.expiresAt, dateOf(expiry));
  const begin = later(facts.notBefore, dateOf(notBefore));
  return { ...facts, ...(expiresAt === undefined ? {} : { expiresAt }), ...(begin === undefined ? {} : { notBefore: begin }) };
}

function withProjects(facts: PyPITokenFacts, names: unknown): PyPITokenFacts {
  if (!Array.isArray(names)) return { ...facts, unknownCaveats: facts.unknownCaveats + 1 };
  const listed = names.filter((name): name is string => typeof name === 'string');
  const known = facts.projects;
  return { ...facts, projects: known === undefined ? listed : known.filter((name) => listed.includes(name)) };
}

function dateOf(seconds: unknown): Date | undefined {
  return typeof seconds === 'number' && Math.abs(seconds) <= 8.64e12 ? new Date(seconds * 1000) : undefined;
}

function earlier(a: Date | undefined, b: Date | undefined): Date | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}

function later(a: Date | undefined, b: Date | undefined): Date | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a > b ? a : b;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
