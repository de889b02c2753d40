// Saved as typed: at most half a second after a change, and at once when the text is left, hidden or closed.

export type SaveState = 'idle' | 'saving' | 'saved' | 'failed';

/** People lose at most this much when the power goes. */
const WAIT_MS = 500;

export interface Saver {
  /** There is something newer than what was saved. */
  readonly dirty: boolean;
  changed(text: string): void;
  /** Saves now what is not saved yet. */
  flush(): Promise<void>;
}

export function saver(save: (text: string) => Promise<unknown>, onstate: (state: SaveState, thrown?: unknown) => void): Saver {
  let waiting: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (waiting !== undefined) {
      const text: string = waiting;
      waiting = undefined;
      onstate('saving');
      try {
        await save(text);
      } catch (thrown) {
        // It stays dirty, so that the next change or leaving the text tries again.
        waiting ??= text;
        onstate('failed', thrown);
        return;
      }
      if (waiting === undefined) onstate('saved');
    }
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (running) await running;
    if (waiting === undefined) return;
    running = run().finally(() => (running = undefined));
    await running;
  }

  return {
    get dirty() { return waiting !== undefined || running !== undefined; },
    changed(text) {
      waiting = text;
      // Not restarted by the next key: whoever never stops typing is saved too.
      timer ??= setTimeout(() => void flush(), WAIT_MS);
    },
    flush,
  };
}
