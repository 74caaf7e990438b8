import { startLocalCi } from '@ropewalk/local-ci';
import { startRealSigstore } from './real-sigstore.ts';
const ci = await startLocalCi();
console.time('start');
const real = await startRealSigstore(ci.issuers).catch((e) => { console.error(e); process.exit(1); });
console.timeEnd('start');
console.log(real.fulcioUrl.href, real.folder, await (await fetch(new URL('api/v1/log', real.rekorUrl))).text());
await real.close(); await ci.close();
