// The exchange file that is being looked at, from wherever it came: chosen, dropped on the window, opened with Cairn.

import type { ExchangePreview } from '$/bindings/ExchangePreview';
import { call, type Failure } from '$/host';
import { sayFailure } from '$/lib/toasts.svelte';

/** What Rust takes in at most; a larger file is not even read. */
const MOST_BYTES = 64 * 1024 * 1024;

let shown = $state.raw<ExchangePreview>();

export const exchanging = {
  get preview(): ExchangePreview | undefined { return shown; },
};

async function look(looking: Promise<ExchangePreview | null>): Promise<void> {
  try {
    shown = (await looking) ?? shown;
  } catch (thrown) {
    sayFailure(thrown);
  }
}

export const isExchange = (name: string): boolean => name.toLowerCase().endsWith('.cairn-exchange');

export const chooseExchange = (): Promise<void> => look(call('exchange_choose', null));

/** Looks at the file with which Cairn was opened, if there is one. */
export const openWaitingExchange = (): Promise<void> => look(call('exchange_waiting', null));

/** Looks at a file that was dropped. Only its bytes go to Rust; the page may open nothing by itself. */
export const dropExchange = (file: File): Promise<void> => look(read(file).then((content) => call('exchange_dropped', { name: file.name, content })));

/** Lets go of the file that was looked at. */
export function closeExchange(): void {
  shown = undefined;
  call('exchange_close', null).catch(sayFailure);
}

async function read(file: File): Promise<string> {
  if (file.size > MOST_BYTES) throw { code: 'file_too_large', params: { name: file.name, limit: MOST_BYTES / 1024 / 1024 } } satisfies Failure;
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
    reader.onerror = () => reject({ code: 'file_unreadable', params: { name: file.name } } satisfies Failure);
    reader.readAsDataURL(file);
  });
}
