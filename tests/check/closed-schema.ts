import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';

/**
 * The schema without room for members that it does not name. Those who read documents must allow for new members, so the
 * published schemas do; here each member that is written has to be described.
 */
export function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const members = Object.entries(schema).map(([name, value]) => [name, closed(value)] as const);
  const isOpen = 'additionalProperties' in schema || !('properties' in schema && 'type' in schema);
  return { ...Object.fromEntries(members), ...(isOpen ? {} : { additionalProperties: false }) };
}

/** Holds the text of a document against a schema, and each of its members too; hands the document out. */
export function expectDescribed(text: string, schema: object): unknown {
  const document: unknown = JSON.parse(text);
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(closed(schema) as object);
  expect(validate(document), `${JSON.stringify(validate.errors)} in ${text.slice(0, 2000)}`).toBe(true);
  return document;
}
