// The invite that is being looked at, from wherever it came: pasted, or opened with Cairn.

import type { InviteReading } from '$/bindings/InviteReading';
import { call } from '$/host';
import { sayFailure } from '$/lib/toasts.svelte';

let open = $state(false);
let reading = $state.raw<InviteReading>();

export const joining = {
  get open(): boolean { return open; },
  set open(on: boolean) { open = on; },
  /** What the link says by itself, where there is one already. */
  get reading(): InviteReading | undefined { return reading; },
};

/** Asks for a link, or begins with one. */
export function join(given?: InviteReading): void {
  reading = given;
  open = true;
}

/** Looks at the link with which Cairn was opened, if there is one. */
export async function joinWaiting(): Promise<void> {
  try {
    const given = await call('invite_waiting', null);
    if (given) join(given);
  } catch (thrown) {
    sayFailure(thrown);
  }
}
