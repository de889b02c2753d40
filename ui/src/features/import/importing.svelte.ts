// The calendar file that is being looked at, from wherever it came: chosen, dropped on the window, opened with Cairn.

import type { CalendarPreview } from '$/bindings/CalendarPreview';
import { CALENDAR_BYTES } from '$/bindings/numbers';
import { call } from '$/host';
import { readDropped } from '$/lib/dropped';
import { say, sayFailure } from '$/lib/toasts.svelte';
import { t } from '$/lib/words';

let shown = $state.raw<CalendarPreview>();

export const importing = {
  get preview(): CalendarPreview | undefined { return shown; },
  set preview(given) { shown = given; },
};

async function look(looking: Promise<CalendarPreview | null>): Promise<void> {
  try {
    shown = (await looking) ?? shown;
  } catch (thrown) {
    sayFailure(thrown);
  }
}

export const chooseCalendar = (): Promise<void> => look(call('calendar_file_choose', null));

/** Lets go of the file that was looked at. */
export function closeCalendar(): void {
  shown = undefined;
  call('calendar_file_close', null).catch(sayFailure);
}

/** Looks at the file with which Cairn was opened, if there is one. */
export const openWaiting = (): Promise<void> => look(call('calendar_file_waiting', null));

/** Looks at a file that was dropped. */
export const dropCalendar = (file: File): Promise<void> => look(readDropped(file, CALENDAR_BYTES, 'calendar_too_large').then((dropped) => call('calendar_file_dropped', dropped)));

/** Writes what is shared as a calendar file; of one mentorship, or of all. */
export async function exportCalendar(mentorship?: string): Promise<void> {
  try {
    const written = await call('calendar_file_write', mentorship ? { mentorship } : {});
    if (written) say(t('calendar-exported', { name: written.name, left: written.left_out }));
  } catch (thrown) {
    sayFailure(thrown);
  }
}

/** What a calendar has to do with files, for a menu. */
export const fileActs = () => [
  { label: t('calendar-import'), icon: 'file-down' as const, run: () => void chooseCalendar() },
  { label: t('calendar-export'), icon: 'file-up' as const, run: () => void exportCalendar() },
];
