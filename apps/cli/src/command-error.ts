import { CodedError } from '@ropewalk/core';

/** What is wrong with how the command was called or configured. */
export type CommandErrorCode =
  | 'USAGE_OPTION'
  | 'USAGE_FILE_NOT_FOUND'
  | 'USAGE_FILE_UNREADABLE'
  | 'USAGE_FILE_EXISTS'
  | 'USAGE_NO_DISTRIBUTIONS'
  | 'USAGE_CODE'
  | 'USAGE_TARGET'
  | 'USAGE_PUBLISHER_MISSING'
  | 'CONFIGURATION_CONFLICT'
  | 'CONFIGURATION_CERTIFICATE'
  | 'CONFIGURATION_OUTPUT'
  | 'CONFIGURATION_KEEP'
  | 'INTERRUPTED';

/** The command cannot start as it was called. */
export class CommandError extends CodedError<CommandErrorCode> {}
