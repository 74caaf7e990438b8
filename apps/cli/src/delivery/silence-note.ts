import type { PublishEvent } from '@ropewalk/publish';

/** Says for whom a release waits, where nothing else would tell for minutes. */
export interface SilenceNote {
  see(event: PublishEvent): void;
  end(): void;
}

/**
 * Watches for an index that lets a release wait: before anything is sent it is asked what it has, and afterwards it may take
 * its time with a file.
 *
 * @param say - Called with one line, once for each wait that is longer than `afterMs` (default ten seconds).
 * @param options - `tellsOfUploads`: whether to tell of a file that was sent, too; not where a bar does.
 */
export function silenceNote(say: (line: string) => void, options: { readonly afterMs?: number; readonly tellsOfUploads: boolean }): SilenceNote {
  const { afterMs = 10_000, tellsOfUploads } = options;
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => clearTimeout(timer);
  const waitFor = (line: string): void => {
    end();
    timer = setTimeout(() => say(line), afterMs).unref();
  };
  return {
    see(event) {
      switch (event.type) {
        case 'credential-found':
        case 'attestations-off':
          return waitFor(`${event.repositoryUrl.host} is asked what it has of this release, and has not answered yet`);
        case 'upload-wait':
          return tellsOfUploads ? waitFor(`${event.file} was sent, and the index has not answered yet`) : end();
        // Other files go on: that tells enough.
        default:
          return end();
      }
    },
    end,
  };
}
