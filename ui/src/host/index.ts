// The host in use. main.ts sets it once, a test sets its own.

import type { ArgsOf, CommandName, Events, Host, ResultOf } from './types';

export * from './types';

let current: Host | undefined;

export function useHost(host: Host): void {
  current = host;
}

function host(): Host {
  if (!current) throw new Error('no host: call useHost() first');
  return current;
}

/** Runs a command. Throws a Failure, which errorWords() can say. */
export const call = <K extends CommandName>(name: K, args: ArgsOf<K>): Promise<ResultOf<K>> => host().call(name, args);

/** Hears an event until the returned function is called. */
export const listen = <E extends keyof Events>(event: E, handler: (payload: Events[E]) => void): (() => void) =>
  host().listen(event, handler);
