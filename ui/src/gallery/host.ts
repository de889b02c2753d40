// Invented answers for looking at screens in a plain browser. Add a handler for a command when its screen needs one.

import { searchWith } from '$/features/palette/palette.svelte';
import { memoryHost, type MemoryHost } from '$/host/memory';
import { shell } from '$/shell/shell.svelte';
import { calendar } from './calendar';
import { goals } from './goals';
import { imports } from './imports';
import { library } from './library';
import { mentorship } from './mentorship';
import { messages } from './messages';
import { planner } from './planner';
import { profile } from './profile';
import { sessions } from './sessions';
import { sync } from './sync';
import { today } from './today';

export function browserHost(): MemoryHost {
  shell.people = [
    { id: 'm1', name: 'Ishani', seed: 'p2', clock: '06:42', place: 'Kolkata', waits: true },
    { id: 'm2', name: 'Paloma', seed: 'p3', clock: '18:12', place: 'Denver' },
    { id: 'm3', name: 'Stats circle', count: 4 },
  ];
  searchWith(async (query) => ({
    total: 14,
    hits: [
      { id: 's', icon: 'calendar-clock', text: [{ text: query, match: true }, { text: ' curves, then the Results section' }], where: 'Ishani · today 20:30, for her tomorrow 08:00', kind: 'Session', run: () => {} },
      { id: 'g', icon: 'target', text: [{ text: 'Learn ' }, { text: query, match: true }, { text: ' analysis' }], where: 'Ishani · 7 of 12 units', kind: 'Goal', run: () => {} },
      { id: 'n', icon: 'note', text: [{ text: '…I still read ' }, { text: query, match: true }, { text: ' curves from the wrong end' }], where: 'My notes · session of 17 November', kind: 'Note', private: true, run: () => {} },
    ],
  }), () => {});
  return memoryHost({
    ...calendar, ...goals, ...imports, ...library, ...mentorship, ...messages, ...planner, ...profile, ...sessions, ...sync, ...today, undo: () => ({ what: 'Session logged', kept: 0 }), redo: () => null,
  });
}
