// The calendar file that is being looked at, from wherever it came: chosen, dropped on the window, opened with Cairn.

import type { CalendarPreview } from '$/bindings/CalendarPreview';
import { call, type Failure } from '$/host';
import { say, sayFailure } from '$/lib/toasts.svelte';
import { t } from '$/lib/words';

/** What Rust takes in at most; a larger file is not even read. */
const MOST_BYTES = 10 * 1024 * 1024;

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

/** Looks at a file that was dropped. Only its bytes go to Rust; the page may open nothing by itself. */
export const dropCalendar = (file: File): Promise<void> => look(read(file).then((content) => call('calendar_file_dropped', { name: file.name, content })));

async function read(file: File): Promise<string> {
  if (file.size > MOST_BYTES) throw { code: 'calendar_too_large', params: { name: file.name } } satisfies Failure;
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
    reader.onerror = () => reject({ code: 'file_unreadable', params: { name: file.name } } satisfies Failure);
    reader.readAsDataURL(file);
  });
}

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
