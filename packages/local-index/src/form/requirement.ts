import { isValidVersion } from '@ropewalk/packaging';
import { isMarker } from './marker.ts';

/** Tells whether `text` is a set of version specifiers (PEP 440): `>=3.10,!=3.11.*`. */
export function isSpecifierSet(text: string): boolean {
  return text.split(',').every((part) => part.trim() === '' || isSpecifier(part.trim()));
}

/**
 * Tells whether `text` is a dependency (PEP 508).
 *
 * @see https://packaging.python.org/specifications/dependency-specifiers/
 */
export function isRequirement(text: string): boolean {
  const [, extras, rest = ''] = /^\s*(?:[A-Za-z0-9]|[A-Za-z0-9][\w.-]*[A-Za-z0-9])(?![\w.-])\s*(?:\[([^[\]]*)\])?(.*)$/s.exec(text) ?? [undefined, undefined, '?'];
  if (extras !== undefined && !isExtraList(extras)) return false;
  const direct = /^\s*@\s*\S+(?:\s+;(.*)|\s*)$/s.exec(rest);
  if (direct !== null) return isOptionalMarker(direct[1]);
  const [, specifiers = '', marker] = /^([^;]*)(?:;(.*))?$/s.exec(rest) ?? [];
  return isRequiredVersion(specifiers.trim()) && isOptionalMarker(marker);
}

/** Tells whether a dependency is an address instead of a version. */
export function isDirectReference(requirement: string): boolean {
  return /^\s*[\w.-]+\s*(?:\[[^\]]*\])?\s*@/.test(requirement);
}

function isSpecifier(text: string): boolean {
  const [, operator = '', version = ''] = /^(===|~=|==|!=|<=|>=|<|>)\s*(\S+)$/.exec(text) ?? [];
  switch (operator) {
    case '===':
      return !/[;)]/.test(version);
    case '~=':
      return isValidVersion(version) && /^v?(?:\d+!)?\d+\.\d+/i.test(version) && !version.includes('+');
    case '==':
    case '!=':
      return version.endsWith('.*') ? isWildcard(version.slice(0, -2)) : isValidVersion(version);
    default:
      return operator !== '' && isValidVersion(version) && !version.includes('+');
  }
}

function isWildcard(version: string): boolean {
  return isValidVersion(version) && !/\+|dev/i.test(version);
}

function isExtraList(text: string): boolean {
  const names = text.split(',').map((name) => name.trim());
  if (names.length === 1 && names[0] === '') return true;
  return names.every((name) => /^(?:[A-Za-z0-9]|[A-Za-z0-9][\w.-]*[A-Za-z0-9])$/.test(name));
}

function isRequiredVersion(text: string): boolean {
  const inside = /^\((.*)\)$/s.exec(text)?.[1] ?? text;
  return isSpecifierSet(inside);
}

function isOptionalMarker(text: string | undefined): boolean {
  return text === undefined || isMarker(text);
}
