/** DER of a UTF8String, as Fulcio's extensions .8 to .24 hold it. */
export function utf8String(text: string): Uint8Array {
  const content = Buffer.from(text, 'utf8');
  const length = content.length < 128 ? [content.length] : content.length < 256 ? [0x81, content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([0x0c, ...length]), content]);
}
