// An invented calendar file.

import type { CalendarPreview } from '$/bindings/CalendarPreview';
import type { Handlers } from '$/host/memory';

export const calendarFile: CalendarPreview = {
  name: 'invitation.ics',
  mentorship: 'm1',
  mentorships: [{ id: 'm1', name: 'Ishani' }, { id: 'm2', name: 'Paloma' }],
  asks_zone: 'Some times in this file name no time zone. They are read on this clock.',
  zone: 'America/Chicago',
  on: '2026-11-03',
  items: [
    { line: 4, title: 'Survival curves', when: 'Tue 1 Dec, 20:30–21:30', repeats: 'Every Wednesday at 08:00 in Kolkata', clock: null, fate: 'new', chosen: true, with: null },
    { line: 15, title: 'Results section', when: 'Thu 3 Dec, 18:00–19:00', repeats: null, clock: null, fate: 'update', chosen: true, with: 'Ishani' },
    { line: 26, title: 'Reading group', when: 'Fri 4 Dec, 12:00–13:00', repeats: null, clock: null, fate: 'call_off', chosen: true, with: 'Ishani' },
    { line: 37, title: 'First talk', when: 'Tue 3 Nov, 20:30–21:30', repeats: null, clock: null, fate: 'same', chosen: false, with: 'Ishani' },
  ],
  left_out: [{ line: 48, title: 'Breathe', reason: 'It repeats in a way that Cairn does not follow (HOURLY).' }],
  notices: [{ line: 9, title: '', reason: 'The file is not in UTF-8; it was read as Latin-1.' }],
};

export const imports = {
  calendar_file_choose: () => calendarFile,
  calendar_file_dropped: ({ name }) => ({ ...calendarFile, name }),
  calendar_file_waiting: () => null,
  calendar_file_preview: ({ mentorship, zone }) => ({ ...calendarFile, mentorship: mentorship ?? null, zone: zone ?? null }),
  calendar_file_take: ({ lines }) => ({ new: lines.length, updated: 0, called_off: 0 }),
  calendar_file_write: () => ({ name: 'Cairn.ics', left_out: 0 }),
  calendar_file_close: () => null,
} satisfies Handlers;
