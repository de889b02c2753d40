// Reads exported calendars as ical.js (Thunderbird) does, and compares when their meetings are.
//
// usage: node expand.mjs FOLDER, with NAME.ics and NAME.json ({uid: [instant, …]}) as the example icswrite puts
// them there. ical.js knows no zones: it has only the definitions in the files.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ICAL from 'ical.js';

const folder = process.argv[2];
// A single meeting at a time that clocks show twice: ical.js takes the second, and no file can tell it otherwise
// without giving up the zone. In a series such a meeting is said as an instant.
const OTHERWISE = new Set(['fold-single@cairn']);

function instant(time) {
  return new Date(time.toUnixTime() * 1000).toISOString().replace('.000Z', 'Z');
}

function starts(component, count) {
  const event = new ICAL.Event(component);
  if (!event.isRecurring()) return [instant(event.startDate)];
  const found = [];
  const occurrences = event.iterator();
  // Some that are moved come later than those that follow them.
  while (found.length < count + 5) {
    const next = occurrences.next();
    if (!next) break;
    found.push(instant(event.getOccurrenceDetails(next).startDate));
  }
  return found.sort().slice(0, count);
}

let compared = 0;
let differing = 0;
for (const file of readdirSync(folder).filter((name) => name.endsWith('.ics')).sort()) {
  const expected = JSON.parse(readFileSync(join(folder, file.replace('.ics', '.json')), 'utf8'));
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(join(folder, file), 'utf8')));
  ICAL.TimezoneService.reset();
  calendar.getAllSubcomponents('vtimezone').forEach((zone) => ICAL.TimezoneService.register(zone));
  for (const component of calendar.getAllSubcomponents('vevent')) {
    const uid = component.getFirstPropertyValue('uid');
    if (component.hasProperty('recurrence-id') || OTHERWISE.has(uid)) continue;
    const wanted = expected[uid];
    const read = starts(component, wanted.length);
    compared += 1;
    const at = wanted.findIndex((start, index) => start !== read[index]);
    if (at >= 0) {
      differing += 1;
      console.log(`${file}: ${uid}: ours ${wanted[at]}, theirs ${read[at] ?? 'fewer'}`);
    }
  }
}
console.log(`ical.js: ${compared} series read, ${differing} otherwise than we do`);
process.exit(differing || !compared ? 1 : 0);
