// Short notes at the bottom of the window: what was just done, with a way back. Read out by screen readers.

import { untrack } from 'svelte';
import { call, failureOf, type Failure } from '$/host';
import { errorWords, t } from './words';

export interface Toast {
  id: number;
  text: string;
  /** stays: until it is dismissed. */
  tone: 'plain' | 'stays' | 'bad';
  action?: { label: string; run(): void };
}

/** Long enough to read a line and reach for the mouse; it waits while it is pointed at or focused. */
const SHOWN_MS = 8000;

let toasts = $state.raw<Toast[]>([]);
let last = 0;

export const shownToasts = (): Toast[] => toasts;

export function dismiss(id: number): void {
  toasts = untrack(() => toasts).filter((toast) => toast.id !== id);
}

function show(toast: Omit<Toast, 'id'>): void {
  toasts = [...untrack(() => toasts).slice(-2), { ...toast, id: ++last }];
}

/** Says what was done. */
export const say = (text: string): void => show({ text, tone: 'plain' });

/** Says what was done, with Undo beside it. */
export function sayUndoable(text: string): void {
  show({ text, tone: 'plain', action: { label: t('undo'), run: () => void undo() } });
}

/** Says that something is about to begin, and stays until it is answered. */
export function sayReminder(text: string, open: () => void): void {
  show({ text, tone: 'stays', action: { label: t('reminder-open'), run: open } });
}

/** Says a failure that has no place of its own on the screen; it stays until it is dismissed. */
export function sayFailure(thrown: unknown, retry?: () => void): void {
  const failure: Failure = failureOf(thrown);
  const { what, fix } = errorWords(failure);
  show({
    text: fix ? `${what} ${fix}` : what,
    tone: 'bad',
    action: retry && { label: t('screen-failed-fix'), run: retry },
  });
}

export const toastTime = SHOWN_MS;

/** Runs an act of the user: says `done` with Undo when it worked, and the failure when it did not. */
export async function act<Result>(running: Promise<Result>, done?: string): Promise<Result | undefined> {
  try {
    const result = await running;
    if (done) sayUndoable(done);
    return result;
  } catch (thrown) {
    sayFailure(thrown);
    return undefined;
  }
}

export async function undo(): Promise<void> {
  await step('undo');
}

export async function redo(): Promise<void> {
  await step('redo');
}

async function step(command: 'undo' | 'redo'): Promise<void> {
  toasts = [];
  try {
    const done = await call(command, null);
    if (!done) say(t(`${command}-nothing`));
    else if (done.kept > 0) say(t(`${command}-partly`, { what: done.what, count: done.kept }));
    else say(t(`${command}-done`, { what: done.what }));
  } catch (thrown) {
    sayFailure(thrown);
  }
}
