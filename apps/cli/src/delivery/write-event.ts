import { processConsole as console } from '../output/console.ts';
import { jsonText } from '../output/json-text.ts';
import { plainData } from './plain-data.ts';

/** Prints an event as a line of JSON. */
export function writeEvent(event: object): void {
  console.data(jsonText(plainData(event), { indent: 0 }));
}
