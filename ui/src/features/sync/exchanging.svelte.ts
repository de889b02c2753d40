// The exchange file that is being looked at, from wherever it came: chosen, dropped on the window, opened with Cairn.

import type { ExchangePreview } from '$/bindings/ExchangePreview';
import { EXCHANGE_BYTES } from '$/bindings/numbers';
import { call } from '$/host';
import { readDropped } from '$/lib/dropped';
import { sayFailure } from '$/lib/toasts.svelte';

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

/** Looks at a file that was dropped. */
export const dropExchange = (file: File): Promise<void> => look(readDropped(file, EXCHANGE_BYTES, 'exchange_too_large').then((dropped) => call('exchange_dropped', dropped)));

/** Lets go of the file that was looked at. */
export function closeExchange(): void {
  shown = undefined;
  call('exchange_close', null).catch(sayFailure);
}
