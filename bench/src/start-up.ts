// What the command costs before it does anything, and one offline verification, each against a bare `node -e 0` of the
// same Node in the same run.
import { fileURLToPath } from 'node:url';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { pair, type Command } from './pairs.ts';

const bare: Command = [process.execPath, '-e', '0'];
const ropewalk: Command = [process.execPath, fileURLToPath(new URL('../../apps/cli/bin/ropewalk.js', import.meta.url))];

report('--version', [...ropewalk, '--version'], 2);
report('--help', [...ropewalk, '--help'], 2.5);
if (hasFixtures()) {
  const file = fixture('pypi', 'pypi_attestations-0.0.19.tar.gz');
  report('verify --offline', [...ropewalk, 'verify', file, '--provenance', `${file}.provenance`, '--publisher', 'github:trailofbits/pypi-attestations', '--offline'], 3);
}

function report(name: string, command: Command, aim: number): void {
  const { medianMs, otherMedianMs, ratio } = pair(command, bare);
  console.log(`${name.padEnd(18)} ${medianMs.toFixed(1)} ms, bare node ${otherMedianMs.toFixed(1)} ms: ${ratio.toFixed(2)} × (aim ≤ ${aim} ×)`);
}
