// Where the app stands: before the first minute, locked, open, in trouble. Gate.svelte shows the screen for it.

import type { AppStateView } from '$/bindings/AppStateView';
import { call, failureOf, type Failure } from '$/host';

const SAVE_MS = 100;

let state = $state.raw<AppStateView>();
let failure = $state.raw<Failure>();
let stay = $state(false);

export const gate = {
  get state(): AppStateView | undefined { return state; },
  get failure(): Failure | undefined { return failure; },

  /** The first minute goes on, though the profile is open: the recovery code is being shown. */
  get stay(): boolean { return stay; },
  set stay(on: boolean) { stay = on; },

  /** A command told where the app stands now. */
  pass(next: AppStateView): void {
    state = next;
    failure = undefined;
  },

  /** Asks where the app stands. `again` also tries the keychain and the folder again. */
  async look(again = false): Promise<void> {
    try {
      this.pass(await call(again ? 'try_again' : 'app_state', null));
    } catch (thrown) {
      failure = failureOf(thrown);
    }
  },
};

/** Locks. What is being typed is saved first. */
export async function lockNow(): Promise<void> {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  // Leaving a text saves it; a moment, so that it is in the file before the file is closed.
  await new Promise((done) => setTimeout(done, SAVE_MS));
  gate.pass(await call('lock', null));
}
