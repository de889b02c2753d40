// Invented answers for looking at screens in a plain browser. Add a handler for a command when its screen needs one.

import { memoryHost, type MemoryHost } from '$/host/memory';
import { shell } from '$/shell/shell.svelte';

export function browserHost(): MemoryHost {
  shell.people = [
    { id: 'm1', name: 'Ishani', seed: 'p2', clock: '06:42', place: 'Kolkata', waits: true },
    { id: 'm2', name: 'Paloma', seed: 'p3', clock: '18:12', place: 'Denver' },
    { id: 'm3', name: 'Stats circle', count: 4 },
  ];
  shell.status = { text: 'On this computer', icon: 'hard-drive' };
  return memoryHost({ undo: () => true, redo: () => false });
}
