import { isCodedError } from '@ropewalk/core';
import { parseStatement } from '@ropewalk/pep740';
import type { StatementContent } from './signed-content.ts';

const check = { code: 'STATEMENT', title: 'the statement can be read in one way only, and has one subject' };

/** Reads the statement that was signed. @param bytes - Gives its bytes; may throw a coded error. */
export function readStatement(bytes: () => Uint8Array): StatementContent {
  try {
    const statement = parseStatement(bytes());
    return { type: 'statement', statement, mismatches: [], result: { ...check, status: 'passed', seen: statement.subject.name } };
  } catch (error) {
    if (!isCodedError(error)) throw error;
    const { code, message } = error;
    return {
      type: 'statement',
      statement: undefined,
      mismatches: [{ code, subject: 'statement', expected: 'one statement about one file', actual: undefined, hint: message }],
      result: { ...check, status: 'failed', failure: { code, message } },
    };
  }
}
