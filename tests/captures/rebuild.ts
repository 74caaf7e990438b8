import { gzipSync, strToU8, zipSync } from 'fflate';
import type { RecordedRequest } from './recorded-request.ts';

const headers: readonly (readonly [form: string, header: string])[] = [
  ['metadata_version', 'Metadata-Version'],
  ['name', 'Name'],
  ['version', 'Version'],
  ['dynamic', 'Dynamic'],
  ['platform', 'Platform'],
  ['supported_platform', 'Supported-Platform'],
  ['summary', 'Summary'],
  ['description_content_type', 'Description-Content-Type'],
  ['home_page', 'Home-page'],
  ['download_url', 'Download-URL'],
  ['author', 'Author'],
  ['author_email', 'Author-email'],
  ['maintainer', 'Maintainer'],
  ['maintainer_email', 'Maintainer-email'],
  ['license_expression', 'License-Expression'],
  ['license_file', 'License-File'],
  ['classifiers', 'Classifier'],
  ['requires_dist', 'Requires-Dist'],
  ['requires_python', 'Requires-Python'],
  ['requires_external', 'Requires-External'],
  ['project_urls', 'Project-URL'],
  ['provides_extra', 'Provides-Extra'],
  ['provides_dist', 'Provides-Dist'],
  ['obsoletes_dist', 'Obsoletes-Dist'],
  ['import_names', 'Import-Name'],
  ['import_namespaces', 'Import-Namespace'],
];

/**
 * Builds a distribution with the metadata that was sent when the captures were made: the files themselves were not kept.
 * Fields are taken from both requests, since each tool leaves some out.
 */
export function rebuild(twine: RecordedRequest, uv: RecordedRequest): { readonly filename: string; readonly bytes: Uint8Array } {
  const values = (name: string): readonly string[] => {
    const ofTwine = twine.parts.filter((part) => part.name === name);
    return (ofTwine.length > 0 ? ofTwine : uv.parts.filter((part) => part.name === name)).map((part) => part.value);
  };
  // uv sends keywords as they are written in the metadata.
  const keywords = uv.parts.find((part) => part.name === 'keywords')?.value ?? '';
  const lines = headers.flatMap(([form, header]) => values(form).map((value) => `${header}: ${value}`));
  const metadata = `${lines.join('\n')}\nKeywords: ${keywords}\n\n${values('description')[0] ?? ''}`;
  const filename = twine.parts.find((part) => part.name === 'content')?.filename ?? '';
  return { filename, bytes: filename.endsWith('.whl') ? wheel(filename, metadata) : sdist(filename, metadata) };
}

function wheel(filename: string, metadata: string): Uint8Array {
  const info = `${filename.split('-').slice(0, 2).join('-')}.dist-info`;
  return zipSync({ [`${info}/METADATA`]: strToU8(metadata), [`${info}/WHEEL`]: strToU8('Wheel-Version: 1.0\n'), [`${info}/RECORD`]: strToU8(`${info}/RECORD,,\n`) });
}

function sdist(filename: string, metadata: string): Uint8Array {
  const folder = filename.replace(/\.tar\.gz$/, '');
  return gzipSync(Buffer.concat([tarMember(`${folder}/PKG-INFO`, strToU8(metadata)), tarMember(`${folder}/README`, strToU8('read me\n')), Buffer.alloc(1024)]));
}

function tarMember(name: string, content: Uint8Array): Buffer {
  const head = Buffer.alloc(512);
  head.write(name, 0);
  head.write('0000644\0', 100);
  head.write('0000000\0', 108);
  head.write('0000000\0', 116);
  head.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  head.write('00000000000\0', 136);
  head.write('        0', 148);
  head.write('ustar\u000000', 257);
  const sum = head.reduce((total, byte) => total + byte, 0);
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([head, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}
