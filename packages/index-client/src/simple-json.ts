import { plainText } from '@ropewalk/http';
import * as v from 'valibot';
import { IndexError } from './index-error.ts';
import type { IndexFile, IndexProject } from './index-project.ts';

/** More files than any project has; what lists more is not read. */
export const maxFiles = 200_000;

const optionalText = v.fallback(v.optional(v.nullable(v.string())), undefined);

// Members that are odd are treated as missing, as the specification asks of clients; a file needs a name and a URL.
const fileSchema = v.object({
  filename: v.string(),
  url: v.string(),
  hashes: v.fallback(v.optional(v.record(v.string(), v.string())), undefined),
  size: v.fallback(v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))), undefined),
  'upload-time': optionalText,
  yanked: v.fallback(v.optional(v.union([v.boolean(), v.string()])), undefined),
  'requires-python': optionalText,
  provenance: optionalText,
});

const projectSchema = v.object({
  meta: v.object({ 'api-version': v.string() }),
  name: v.string(),
  files: v.pipe(v.array(v.unknown()), v.maxLength(maxFiles)),
  // PEP 792's prose says `state`, its example and PyPI say `status`.
  'project-status': v.fallback(v.optional(v.object({ status: optionalText, state: optionalText })), undefined),
});

/**
 * Reads a project page in JSON (PEP 691). Entries that are not well-formed are left out.
 *
 * @param url - Of the page: links are relative to it.
 * @throws {@link IndexError} `INDEX_UNEXPECTED_ANSWER`
 */
export function parseSimpleJson(body: unknown, url: URL): IndexProject {
  const parsed = v.safeParse(projectSchema, body);
  if (!parsed.success) throw unexpected(url, 'its JSON is not a project page of the simple API');
  const { meta, name, files, 'project-status': projectStatus } = parsed.output;
  const apiVersion = meta['api-version'];
  if (!/^1\.\d+$/.test(apiVersion)) throw unexpected(url, `it speaks version ${plainText(apiVersion, 20)} of the simple API, not 1.x`);
  const status = projectStatus?.status ?? projectStatus?.state ?? undefined;
  return {
    name,
    url,
    apiVersion,
    ...(status === undefined ? {} : { status }),
    files: files.map((file) => parseFile(file, url)).filter((file) => file !== undefined),
  };
}

function parseFile(input: unknown, page: URL): IndexFile | undefined {
  const parsed = v.safeParse(fileSchema, input);
  if (!parsed.success) return undefined;
  const file = parsed.output;
  const url = URL.parse(file.url, page.href);
  if (url === null || !isFilename(file.filename)) return undefined;
  const uploadTime = file['upload-time'] === null || file['upload-time'] === undefined ? undefined : new Date(file['upload-time']);
  const provenanceUrl = file.provenance === null || file.provenance === undefined ? null : URL.parse(file.provenance, page.href);
  return {
    filename: file.filename,
    url,
    ...sha256Of(file.hashes?.['sha256']),
    ...(file.size === undefined ? {} : { size: file.size }),
    ...(uploadTime === undefined || Number.isNaN(uploadTime.getTime()) ? {} : { uploadTime }),
    ...(file.yanked === undefined || file.yanked === false ? {} : { yanked: { reason: file.yanked === true ? '' : file.yanked } }),
    ...(file['requires-python'] === null || file['requires-python'] === undefined ? {} : { requiresPython: file['requires-python'] }),
    ...(provenanceUrl === null ? {} : { provenanceUrl }),
  };
}

/** A digest as a member, in lower case; nothing when it is not one. */
export function sha256Of(text: string | undefined): { readonly sha256?: string } {
  return text !== undefined && /^[0-9a-f]{64}$/i.test(text) ? { sha256: text.toLowerCase() } : {};
}

/** Whether a name is a plain file name: no folder in it, and nothing that a terminal would act on. */
export function isFilename(name: string): boolean {
  return name.length > 0 && name.length <= 255 && !/[/\\\p{Cc}\p{Cf}]/u.test(name);
}

/** The answer is not what an index says. */
export function unexpected(url: URL, reason: string): IndexError {
  return new IndexError({
    code: 'INDEX_UNEXPECTED_ANSWER',
    message: `${url.host}${url.pathname}: ${reason}.`,
    remedy: 'Check the address of the index: it must be that of the simple API, such as https://pypi.org/simple/.',
  });
}
