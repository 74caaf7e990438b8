import { isValidName, isValidVersion, metadataFieldOf, metadataVersions } from '@ropewalk/packaging';
import { pythonRepr } from '../answers/python-repr.ts';
import type { FormMetadata } from './form-metadata.ts';
import type { MetadataError } from './metadata-error.ts';
import { isRequirement, isSpecifierSet } from './requirement.ts';

/** What the core metadata specification itself demands, in the words of Python's `packaging.metadata`. */
export function coreMetadataErrors(metadata: FormMetadata): readonly MetadataError[] {
  const version = metadata.text('metadata-version') ?? '';
  const isKnown = metadataVersions.includes(version);
  const errors: MetadataError[] = [];
  if (!isKnown) errors.push({ field: 'metadata-version', text: `${versionText(metadata)} is not a valid metadata version` });
  const names = new Set([...metadata.present.map((field) => field.header.toLowerCase()), 'name', 'version']);
  names.delete('metadata-version');
  for (const field of names) {
    const text = (isKnown ? tooNew(field, version) : undefined) ?? rules[field]?.(metadata, field);
    if (text !== undefined) errors.push({ field, text });
  }
  return errors;
}

function versionText(metadata: FormMetadata): string {
  const version = metadata.text('metadata-version');
  return version === undefined ? 'None' : pythonRepr(version);
}

function tooNew(field: string, version: string): string | undefined {
  const since = metadataFieldOf(field)?.since ?? '1.0';
  if (metadataVersions.indexOf(since) <= metadataVersions.indexOf(version)) return undefined;
  return `${field} introduced in metadata version ${since}, not ${version}`;
}

type Rule = (metadata: FormMetadata, field: string) => string | undefined;

const rules: Readonly<Record<string, Rule>> = {
  name: required(isValidName),
  version: required(isValidVersion),
  summary: (metadata, field) =>
    /[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/.test(metadata.text(field) ?? '') ? `${pythonRepr(field)} must be a single line` : undefined,
  'description-content-type': contentType,
  dynamic: dynamicFields,
  'provides-extra': eachValid(isValidName),
  'requires-python': (metadata, field) => invalidUnless(isSpecifierSet(metadata.text(field) ?? ''), metadata.text(field) ?? '', field),
  'requires-dist': eachValid(isRequirement),
  'license-file': licenceFiles,
  'import-name': importNames,
  'import-namespace': importNames,
};

function required(isValid: (text: string) => boolean): Rule {
  return (metadata, field) => {
    const value = metadata.text(field);
    if (value === undefined) return `${pythonRepr(field)} is a required field`;
    return invalidUnless(isValid(value), value, field);
  };
}

function eachValid(isValid: (text: string) => boolean): Rule {
  return (metadata, field) => {
    const wrong = metadata.list(field)?.find((value) => !isValid(value));
    return wrong === undefined ? undefined : invalidUnless(false, wrong, field);
  };
}

function invalidUnless(holds: boolean, value: string, field: string): string | undefined {
  return holds ? undefined : `${pythonRepr(value)} is invalid for ${pythonRepr(field)}`;
}

function contentType(metadata: FormMetadata, field: string): string | undefined {
  const value = metadata.text(field) ?? '';
  const [type = '', ...parameters] = value.split(';').map((part) => part.trim());
  const quoted = pythonRepr(field);
  if (!['text/plain', 'text/x-rst', 'text/markdown'].includes(type.toLowerCase())) {
    return `${quoted} must be one of ['text/plain', 'text/x-rst', 'text/markdown'], not ${pythonRepr(value)}`;
  }
  const charset = parameterOf(parameters, 'charset');
  if (charset !== undefined && charset !== 'UTF-8') return `${quoted} can only specify the UTF-8 charset, not ${pythonRepr(charset)}`;
  const variant = parameterOf(parameters, 'variant') ?? 'GFM';
  if (type.toLowerCase() !== 'text/markdown' || variant === 'GFM' || variant === 'CommonMark') return undefined;
  return `valid Markdown variants for ${quoted} are ['GFM', 'CommonMark'], not ${pythonRepr(variant)}`;
}

function parameterOf(parameters: readonly string[], name: string): string | undefined {
  const found = parameters.find((parameter) => parameter.toLowerCase().startsWith(`${name}=`));
  return found?.slice(name.length + 1).trim().replace(/^"(.*)"$/, '$1');
}

function dynamicFields(metadata: FormMetadata): string | undefined {
  for (const value of metadata.list('dynamic') ?? []) {
    const name = value.toLowerCase();
    if (['name', 'version', 'metadata-version'].includes(name)) return `${pythonRepr(name)} is not allowed as a dynamic field`;
    if (metadataFieldOf(name) === undefined) return `${pythonRepr(name)} is not a valid dynamic field`;
  }
  return undefined;
}

function licenceFiles(metadata: FormMetadata, field: string): string | undefined {
  for (const path of metadata.list(field) ?? []) {
    const start = `${pythonRepr(path)} is invalid for ${pythonRepr(field)}, `;
    if (path.includes('..')) return `${start}parent directory indicators are not allowed`;
    if (path.includes('*')) return `${start}paths must be resolved`;
    if (/^(?:\/|[A-Za-z]:[/\\]|\\\\)/.test(path)) return `${start}paths must be relative`;
    if (/\\|^\.?\/|\/\/|\/\.?\/|\/\.?$/.test(path)) return `${start}paths must use '/' delimiter`;
  }
  return undefined;
}

function importNames(metadata: FormMetadata, field: string): string | undefined {
  for (const value of metadata.list(field) ?? []) {
    const [name = '', option] = value.split(/;(.*)/s);
    const quoted = pythonRepr(field);
    const wrong = name.trimEnd().split('.').map(identifierProblem).find((problem) => problem !== undefined);
    if (wrong !== undefined) return `${pythonRepr(name.trimEnd())} is invalid for ${quoted}; ${wrong}`;
    if (option !== undefined && option.trimStart() !== 'private') {
      return `${pythonRepr(value)} is invalid for ${quoted}; the only valid option is 'private'`;
    }
  }
  return undefined;
}

function identifierProblem(part: string): string | undefined {
  if (!/^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(part)) return `${pythonRepr(part)} is not a valid identifier`;
  return pythonKeywords.has(part) ? `${pythonRepr(part)} is a keyword` : undefined;
}

const pythonKeywords: ReadonlySet<string> = new Set(
  ('False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda ' +
    'nonlocal not or pass raise return try while with yield')
    .split(' '),
);
