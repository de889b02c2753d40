// Something begun and not sent: kept as it is typed, on this computer, until it is sent.

import type { DraftKind } from '$/bindings/DraftKind';
import { call } from '$/host';
import { saver } from '$/lib/saving';
import { sayFailure } from '$/lib/toasts.svelte';

export class Begun {
  text = $state('');
  readonly #mentorship: string;
  readonly #of: DraftKind;
  #touched = false;
  #saving;

  constructor(mentorship: string, of: DraftKind) {
    this.#mentorship = mentorship;
    this.#of = of;
    this.#saving = saver((text) => call('message_draft_save', { mentorship, of, text }), (state, thrown) => {
      if (state === 'failed') sayFailure(thrown, () => void this.keep());
    });
  }

  /** What was begun before; what is typed already stays. */
  async read(): Promise<void> {
    try {
      const kept = await call('message_draft', { mentorship: this.#mentorship, of: this.#of });
      if (!this.#touched) this.text = kept;
    } catch (thrown) {
      sayFailure(thrown);
    }
  }

  write(text: string): void {
    this.#touched = true;
    this.text = text;
    this.#saving.changed(text);
  }

  /** Saves now what is not saved yet. */
  keep(): Promise<void> {
    return this.#saving.flush();
  }

  /** Sends it. What is typed meanwhile stays, and all of it does when it cannot be sent. */
  async send(send: (text: string) => Promise<unknown>): Promise<void> {
    const sent = this.text;
    // Not after it was sent: it would be begun again.
    await this.keep();
    this.text = '';
    try {
      await send(sent);
      this.#touched = this.text !== '';
      if (this.#touched) this.#saving.changed(this.text);
    } catch (thrown) {
      this.text = this.text ? `${sent}\n${this.text}` : sent;
      throw thrown;
    }
  }
}
