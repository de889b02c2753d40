// The keyboard: keys of the whole app, keys of the screen, and single letters on a focused row.

import { untrack } from 'svelte';
import type { Attachment } from 'svelte/attachments';

export interface Key {
  /** As people write it: "Ctrl+K", "?", "F9", "n". Ctrl is Command on a Mac. */
  keys: string;
  /** What it does, in words; it stands in the list that `?` shows. */
  label: string;
  run(event: KeyboardEvent): void;
  /** Also while somebody is typing. Keys with Ctrl and function keys are unless this says false. */
  whileTyping?: boolean;
}

let stack = $state.raw<Key[][]>([]);

/** All keys that work now, the screen's own first. */
export const activeKeys = (): Key[] => stack.toReversed().flat();

/** Adds keys until the returned function is called. */
export function addKeys(keys: Key[]): () => void {
  // Untracked, for it is called in effects that must not follow what others add.
  stack = [...untrack(() => stack), keys];
  return () => (stack = untrack(() => stack).filter((layer) => layer !== keys));
}

/** Keys for as long as a component lives. Call it while the component is being set up. */
export function useKeys(keys: () => Key[]): void {
  $effect(() => addKeys(keys()));
}

/** The keys of an event as Key.keys writes them. */
export function keysOf(event: KeyboardEvent): string {
  const letter = event.key.length === 1;
  const name = event.key === ' ' ? 'Space' : letter && (event.ctrlKey || event.metaKey) ? event.key.toUpperCase() : event.key;
  // A character like "?" already tells that shift was held.
  const shift = event.shiftKey && (!letter || event.ctrlKey || event.metaKey);
  return [event.ctrlKey || event.metaKey ? 'Ctrl' : '', event.altKey ? 'Alt' : '', shift ? 'Shift' : '', name]
    .filter(Boolean)
    .join('+');
}

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement
    && (target.isContentEditable
      || target.closest('textarea, select, [contenteditable="true"], .cm-editor') !== null
      || (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type)));
}

/** The one listener of the app; the innermost layer wins. */
export function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const pressed = keysOf(event);
  const typing = isTyping(event.target);
  for (const key of activeKeys()) {
    if (key.keys !== pressed) continue;
    const always = key.whileTyping ?? /^(Ctrl\+|F\d)/.test(key.keys);
    if (typing && !always) continue;
    event.preventDefault();
    key.run(event);
    return;
  }
}

/** Single letters for a row that has the focus, or holds it: {@attach rowKeys({ x: done, s: snooze })} */
export function rowKeys(actions: Record<string, (() => void) | undefined>): Attachment<HTMLElement> {
  return (row) => {
    const hear = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || isTyping(event.target)) return;
      const act = actions[keysOf(event)];
      if (!act) return;
      if (event.key === 'Enter' && event.target !== row) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    };
    row.addEventListener('keydown', hear);
    return () => row.removeEventListener('keydown', hear);
  };
}

/** Up, Down, Home and End (and j, k) move between the elements marked data-row inside this one. */
export const rowsByArrow: Attachment<HTMLElement> = (list) => {
  const hear = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = [...list.querySelectorAll<HTMLElement>('[data-row]')];
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const to = { ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    rows[Math.max(0, Math.min(to, rows.length - 1))]?.focus();
  };
  list.addEventListener('keydown', hear);
  return () => list.removeEventListener('keydown', hear);
};
