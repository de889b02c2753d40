// The seam between the screens and the program behind them. Everything a screen knows or does goes through a Host;
// the desktop gives the real one (tauri.ts), tests and a plain browser one made of functions (memory.ts).

import type { AppEvent } from '$/bindings/AppEvent';
import type { Commands } from '$/bindings/commands';

export type { Commands };
export type CommandName = keyof Commands;
export type ArgsOf<K extends CommandName> = Commands[K] extends { args: infer Args } ? Args : never;
export type ResultOf<K extends CommandName> = Commands[K] extends { result: infer Result } ? Result : never;

/** What the program behind tells unasked, by the event's kind. */
export type Events = { [Event in AppEvent as Event['kind']]: Omit<Event, 'kind'> };

/** An error as it crosses the seam: a code that has words in app.ftl, and what the words need. */
export interface Failure {
  code: string;
  params: Record<string, string | number>;
}

export interface Host {
  call<K extends CommandName>(name: K, args: ArgsOf<K>): Promise<ResultOf<K>>;
  /** Returns the function that stops listening. */
  listen<E extends keyof Events>(event: E, handler: (payload: Events[E]) => void): () => void;
}

/** Whatever was thrown, as a failure that has words. */
export function failureOf(thrown: unknown): Failure {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && typeof thrown.code === 'string') {
    const params = 'params' in thrown && typeof thrown.params === 'object' ? thrown.params : null;
    return { code: thrown.code, params: { ...(params as Failure['params'] | null) } };
  }
  return { code: 'unexpected', params: {} };
}
