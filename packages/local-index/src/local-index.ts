import type { Fault } from './faults/fault.ts';
import type { PublisherRegistration } from './minting/publisher-registry.ts';
import type { IndexFlags, TokenOwner } from './options.ts';
import type { ProjectStatus } from './store/project.ts';

/** What a new API token is good for. */
export interface TokenScope extends TokenOwner {
  /** When it ends. Default: never. */
  readonly expiresAt?: Date;
}

/** One file of the index. */
export interface IndexedFile {
  readonly project: string;
  readonly version: string;
  readonly filename: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly uploadedAt: Date;
  readonly hasProvenance: boolean;
}

/** One request that the index answered. Neither queries nor headers, so no secrets. */
export interface AnsweredRequest {
  readonly method: string;
  readonly path: string;
  /** 0 when the connection was cut instead. */
  readonly status: number;
}

/** A running index. */
export interface LocalIndex {
  /** `http://127.0.0.1:PORT/` */
  readonly url: URL;
  /** `…/legacy/`, or where the profile has it. */
  readonly uploadUrl: URL;
  /** `…/simple/`, or where the profile has it. */
  readonly simpleUrl: URL;
  /** Makes an API token, a real macaroon with PyPI's caveats. */
  createToken(scope?: TokenScope): string;
  /** @throws {TypeError} for a publisher that is not complete. */
  registerPublisher(registration: PublisherRegistration): void;
  /** Lets something go wrong. */
  inject(fault: Fault): void;
  /** Forgets the faults that still wait. */
  clearFaults(): void;
  /** Turns switches; those not named stay as they are. */
  setFlags(flags: Partial<IndexFlags>): void;
  /** Ends every token made until now. */
  expireTokens(): void;
  /** @throws {RangeError} when there is no such project. */
  setProjectStatus(project: string, status: ProjectStatus): void;
  /**
   * Says whether the organisation that owns a project has paid its bills; otherwise the project takes no uploads.
   *
   * @throws {RangeError} when there is no such project.
   */
  setProjectStanding(project: string, isGood: boolean): void;
  /**
   * Yanks a release, with a reason or not, or takes it back.
   *
   * @throws {RangeError} when there is no such release.
   */
  yank(project: string, version: string, yanked: boolean | string): void;
  /** Deletes a file; its name stays spent for ever. Answers whether there was one. */
  deleteFile(filename: string): boolean;
  /** All files, in the order of the simple API. */
  files(): readonly IndexedFile[];
  /** All projects, also those without files. */
  projects(): readonly string[];
  /** Every request until now. */
  requests(): readonly AnsweredRequest[];
  /** Errors of the index itself: each was answered with 500. */
  errors(): readonly unknown[];
  /** Cuts all connections and deletes all files. */
  close(): Promise<void>;
}
