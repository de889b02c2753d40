// A command's answer that stays true: read now, and read again when a `changed` event names one of its collections.

import { getContext, setContext } from 'svelte';
import { call, failureOf, listen, type ArgsOf, type CommandName, type Failure, type ResultOf } from '$/host';

/** After this long without an answer a screen should show that it is working. */
const SLOW_MS = 300;

export interface Live<Value> {
  /** The last answer. It stays while a newer one is being read. */
  readonly value: Value | undefined;
  /** No answer and no error yet. */
  readonly loading: boolean;
  /** Reading has taken more than 300 ms. */
  readonly slow: boolean;
  readonly error: Failure | undefined;
  reload(): void;
}

/**
 * Call it while a component is being set up. `args` may be a function: it is then followed, and while it gives
 * undefined nothing is read. live('today', {}, ['session', 'goal']). The word 'minute' among the collections reads again
 * when a minute begins: for what shows the time.
 */
export function live<K extends CommandName>(
  command: K,
  args: ArgsOf<K> | (() => ArgsOf<K> | undefined),
  collections: readonly string[],
): Live<ResultOf<K>> {
  let value = $state.raw<ResultOf<K>>();
  let error = $state.raw<Failure>();
  let loading = $state(true);
  let slow = $state(false);
  let turn = 0;

  async function read(wanted: ArgsOf<K>): Promise<void> {
    const mine = ++turn;
    const timer = setTimeout(() => (slow = true), SLOW_MS);
    try {
      const answer = await call(command, wanted);
      if (mine !== turn) return;
      value = answer;
      error = undefined;
    } catch (thrown) {
      if (mine !== turn) return;
      error = failureOf(thrown);
    } finally {
      clearTimeout(timer);
      if (mine === turn) {
        loading = false;
        slow = false;
      }
    }
  }

  const wanted = (): ArgsOf<K> | undefined =>
    typeof args === 'function' ? (args as () => ArgsOf<K> | undefined)() : args;
  const reload = (): void => {
    const now = wanted();
    if (now !== undefined) void read(now);
  };

  $effect(() => {
    const now = wanted();
    if (now === undefined) return;
    void read(now);
  });
  $effect(() => listen('changed', (change) => {
    if (change.collections.some((name) => collections.includes(name))) reload();
  }));
  $effect(() => (collections.includes('minute') ? listen('minute', reload) : undefined));
  $effect(() => () => void turn++);

  return {
    get value() { return value; },
    get loading() { return loading; },
    get slow() { return slow; },
    get error() { return error; },
    reload,
  };
}

/** A reading that everything on a screen has in common. */
export interface CommonReading<Args extends unknown[], Value> {
  /** The screen begins it, while it is being set up. */
  begin(...args: Args): Live<Value>;
  /** What stands on the screen takes it; what stands alone reads by itself. */
  take(...args: Args): Live<Value>;
}

/** Makes a reading common, so that a change is followed by one command and not by one for each place that shows it. */
export function inCommon<Args extends unknown[], Value>(read: (...args: Args) => Live<Value>): CommonReading<Args, Value> {
  const key = Symbol();
  return {
    begin: (...args) => setContext(key, read(...args)),
    take: (...args) => getContext<Live<Value> | undefined>(key) ?? read(...args),
  };
}
