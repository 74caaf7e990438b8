import type { Attestation } from '@ropewalk/pep740';
import type { PublishedFile, PublishEvent } from '@ropewalk/publish';
import { processConsole as console } from '../output/console.ts';
import { jsonText } from '../output/json-text.ts';
import { plainData } from './plain-data.ts';

/** Collects what a release came to, for one document at its end; `schema/release-report.json` describes it. */
export interface JsonReport {
  see(event: PublishEvent): void;
  /** Prints the document. */
  end(facts: { readonly status: number; readonly error?: unknown; readonly finish?: string | undefined }): void;
}

type EventOf<Type extends PublishEvent['type']> = PublishEvent & { readonly type: Type };

/** What is known of one index. */
interface IndexReport {
  readonly name?: string;
  readonly repositoryUrl: URL;
  readonly credential: EventOf<'credential-found'>['credential'] | null;
  readonly attestations: { readonly sent: boolean; readonly reason?: string };
}

/** Makes an empty report of the command `command`. */
export function jsonReport(command: string): JsonReport {
  const indexes: IndexReport[] = [];
  let findings: EventOf<'release-checked'>['findings'] = [];
  let read: EventOf<'release-read'>['files'] = [];
  let result: EventOf<'publish-end'>['result'] | undefined;
  let ended: readonly Omit<PublishedFile, 'attestation'>[] = [];
  let destination: URL | undefined;
  const attestations = new Map<string, readonly Attestation[]>();
  let unsigned: Pick<EventOf<'signing-failed'>, 'files' | 'error'> | undefined;
  return {
    see(event) {
      switch (event.type) {
        case 'release-read':
          read = event.files;
          return;
        case 'release-checked':
          findings = event.findings;
          return;
        case 'index-checked':
          findings = [...findings, ...event.findings];
          return;
        case 'credential-found':
          indexes.push({
            ...(event.name === undefined ? {} : { name: event.name }),
            repositoryUrl: event.repositoryUrl,
            credential: event.credential ?? null,
            attestations: { sent: true },
          });
          return;
        case 'attestations-off': {
          const last = indexes.pop();
          if (last !== undefined) indexes.push({ ...last, attestations: { sent: false, reason: event.reason } });
          return;
        }
        case 'attestation-end':
          attestations.set(event.file, [...(attestations.get(event.file) ?? []), event.attestation]);
          return;
        case 'destination-start':
          destination = event.repositoryUrl;
          return;
        case 'upload-end': {
          const facts = read.find(({ file }) => file === event.file);
          if (facts === undefined || destination === undefined) return;
          ended = [...ended, { ...facts, repositoryUrl: destination, attestations: attestations.get(event.file) ?? [], outcome: event.outcome, served: undefined }];
          return;
        }
        case 'signing-failed':
          unsigned = { files: event.files, error: event.error };
          return;
        case 'publish-end':
          ({ result } = event);
          return;
        default:
      }
    },
    end({ status, error, finish }) {
      const files = result?.files.map(({ attestation: _attestation, ...file }) => file) ?? ended;
      const document = {
        schema: 'urn:ropewalk:schema:release-report:1',
        command,
        status,
        isDryRun: result?.isDryRun ?? false,
        publisher: result?.publisher ?? null,
        release: read,
        findings,
        indexes: indexes.map((index) => ({ ...index, files: files.filter(({ repositoryUrl }) => repositoryUrl.href === index.repositoryUrl.href) })),
        unsigned: unsigned ?? null,
        error: error ?? null,
        finish: finish ?? null,
      };
      console.data(jsonText(plainData(document)));
    },
  };
}
