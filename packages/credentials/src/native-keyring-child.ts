import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { askNativeModule, type NativeModule } from './ask-native-module.ts';
import type { NativeKeyringQuestion, NativeKeyringReply } from './native-keyring-question.ts';

// A program of its own, started by `nativeKeyring`: what hangs or crashes in native code then ends this process alone.
process.once('message', (question) => {
  // Nobody but the process that started this one can write here.
  void reply(question as NativeKeyringQuestion).then((answer) => process.send?.(answer, () => process.disconnect()));
});

// Whoever asked is gone, or has the answer. Native code that still waits would hold a friendlier end up.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));

async function reply(question: NativeKeyringQuestion): Promise<NativeKeyringReply> {
  try {
    const { folder } = question;
    const loaded = (await import(pathToFileURL(createRequire(import.meta.url).resolve(folder)).href)) as NativeModule & { readonly default?: NativeModule };
    const entry = await askNativeModule(loaded.default ?? loaded, question);
    return entry === undefined ? { status: 'none' } : { status: 'found', ...entry };
  } catch (error) {
    return { status: 'failed', reason: error instanceof Error ? error.message : 'it failed' };
  }
}
