// Where a failure stands on a form: at the field it is about.

import { failureOf } from '$/host';
import { sayFailure } from './toasts.svelte';
import { errorWords } from './words';

/** What is wrong with a field of a form. */
export interface Wrong {
  field: string;
  words: string;
}

/** The field of `fields` that a failure is about. One that is about none of them has no place there, and is said at once. */
export function wrongIn(thrown: unknown, fields: readonly string[]): Wrong | undefined {
  const failure = failureOf(thrown);
  const field = String(failure.params.field ?? '');
  if (!fields.includes(field)) {
    sayFailure(thrown);
    return undefined;
  }
  const { what, fix } = errorWords(failure);
  return { field, words: fix ? `${what} ${fix}` : what };
}

/** The words for a field that is wrong. */
export const wordsAt = (wrong: Wrong | undefined, field: string): string | undefined => (wrong?.field === field ? wrong.words : undefined);
