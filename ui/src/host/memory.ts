// A Host made of functions by command name: for tests, and for looking at screens in a plain browser.

import type { ArgsOf, CommandName, Events, Failure, Host, ResultOf } from './types';

/** Typed where the command exists; a screen may be looked at before its command does. */
export type Handlers = { [K in CommandName]?: (args: ArgsOf<K>) => ResultOf<K> | Promise<ResultOf<K>> } & {
  [name: string]: ((args: never) => unknown) | undefined;
};

export interface MemoryHost extends Host {
  /** Every call so far, oldest first. */
  readonly calls: { name: CommandName; args: unknown }[];
  on(handlers: Handlers): void;
  emit<E extends keyof Events>(event: E, payload: Events[E]): void;
}

export function memoryHost(handlers: Handlers = {}): MemoryHost {
  const known: Record<string, ((args: never) => unknown) | undefined> = { ...handlers };
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const calls: MemoryHost['calls'] = [];

  return {
    calls,
    on: (more) => void Object.assign(known, more),
    async call(name, args) {
      calls.push({ name, args });
      const handler = known[name as string];
      if (!handler) throw { code: 'unknown-command', params: { name: String(name) } } satisfies Failure;
      return (await handler(args as never)) as never;
    },
    listen(event, handler) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(handler));
      return () => void set.delete(handler);
    },
    emit: (event, payload) => listeners.get(event)?.forEach((handler) => handler(payload as never)),
  };
}
