import { badRequest } from '../answers/refusal.ts';
import type { FormPart } from './received-form.ts';

/**
 * Cleans a form as PyPI does before anything else: a field whose last value is `UNKNOWN` is dropped, NUL characters
 * are written out, and only `content` and `gpg_signature` may be files.
 *
 * @throws {Refusal} 400 `<field>: Should not be a tuple.`
 */
export function sanitiseForm(parts: readonly FormPart[]): readonly FormPart[] {
  let clean = parts;
  for (const name of new Set(parts.map((part) => part.name))) clean = sanitiseField(name, clean);
  const tuple = clean.find((part) => part.type === 'file' && part.name !== 'content' && part.name !== 'gpg_signature');
  if (tuple !== undefined) throw badRequest(`${tuple.name}: Should not be a tuple.`);
  return clean;
}

function sanitiseField(name: string, parts: readonly FormPart[]): readonly FormPart[] {
  const last = parts.findLast((part) => part.name === name);
  if (last?.type !== 'text') return parts;
  const others = parts.filter((part) => part.name !== name);
  if (last.value.trim() === 'UNKNOWN') return others;
  if (!last.value.includes('\0')) return parts;
  // Setting a field replaces all its values by one.
  return [...others, { ...last, value: last.value.replaceAll('\0', '\\x00') }];
}
