// A list of any length that is read by the page: only what is looked at is asked for.

import { failureOf, type Failure } from '$/host';

export interface Place<Row> {
  index: number;
  row: Row | undefined;
}

export interface Pages<Row> {
  /** As long as the list is; what was not read yet has no row. */
  readonly places: readonly Place<Row>[];
  readonly loaded: boolean;
  readonly error: Failure | undefined;
  /** Reads anew from the beginning. What is shown stays until then. */
  reload(): void;
  /** This place is being looked at. */
  want(index: number): void;
}

/** `read` gives the page of so many rows, `most`, that begins at a place, and how long the whole list is. */
export function pages<Row>(most: number, read: (from: number) => Promise<{ total: number; rows: Row[] }>): Pages<Row> {
  let places = $state.raw<Place<Row>[]>([]);
  let loaded = $state(false);
  let error = $state.raw<Failure>();
  let turn = 0;
  let asked = new Set<number>();

  async function load(page: number): Promise<void> {
    if (asked.has(page)) return;
    asked.add(page);
    const mine = turn;
    try {
      const { total, rows } = await read(page * most);
      if (mine !== turn) return;
      const kept = loaded ? places : [];
      places = Array.from({ length: total }, (_, index) => {
        const row = rows[index - page * most];
        return row ? { index, row } : (kept[index] ?? { index, row: undefined });
      });
      loaded = true;
      error = undefined;
    } catch (thrown) {
      if (mine !== turn) return;
      asked.delete(page);
      error = failureOf(thrown);
    }
  }

  return {
    get places() { return places; },
    get loaded() { return loaded; },
    get error() { return error; },
    reload() {
      turn++;
      asked = new Set();
      loaded = false;
      void load(0);
    },
    want: (index) => void load(Math.floor(index / most)),
  };
}
