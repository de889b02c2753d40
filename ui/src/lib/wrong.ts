// Where a failure stands on a form: at the field it is about.

import { failureOf, type Failure } from '$/host';
import { sayFailure } from './toasts.svelte';
import { errorWords } from './words';

/** What is wrong with a field of a form. */
export interface Wrong {
  field: string;
  words: string;
}

/** What a failure is and what to do about it, in one line. */
export function lineOf(failure: Failure): string {
  const { what, fix } = errorWords(failure);
  return fix ? `${what} ${fix}` : what;
}

/** Whether a failure is about one of these fields. */
export const isAt = (failure: Failure | undefined, ...fields: string[]): boolean => fields.includes(String(failure?.params.field ?? ''));

/** The words of a failure for a field: none where it is about something else. */
export const lineAt = (failure: Failure | undefined, field: string): string | undefined => (failure && isAt(failure, field) ? lineOf(failure) : undefined);

/** The field of `fields` that a failure is about. One that is about none of them has no place there, and is said at once. */
export function wrongIn(thrown: unknown, fields: readonly string[]): Wrong | undefined {
  const failure = failureOf(thrown);
  if (isAt(failure, ...fields)) return { field: String(failure.params.field), words: lineOf(failure) };
  sayFailure(thrown);
  return undefined;
}

/** The words for a field that is wrong. */
export const wordsAt = (wrong: Wrong | undefined, field: string): string | undefined => (wrong?.field === field ? wrong.words : undefined);
