// Which part of a long conversation is drawn: a window over it that moves as one scrolls.

import type { MessagesView } from '$/bindings/MessagesView';

/** So many are drawn at first, at most, and so many come or go at a time. */
const first = 60;
const most = 160;
const step = 50;

export class Stretch {
  /** The place of the first that is drawn; the latest ones when there is none. */
  from = $state<number>();
  count = $state(first);

  /** Whether the end of the conversation is drawn. */
  static hasEnd(view: MessagesView): boolean {
    return view.from + shownIn(view) >= view.total;
  }

  /** Draws more of what was before. */
  earlier(view: MessagesView): void {
    if (view.from === 0) return;
    this.count = Math.min(most, shownIn(view) + step);
    this.from = Math.max(0, view.from - step);
  }

  /** Draws more of what came after. */
  later(view: MessagesView): void {
    if (Stretch.hasEnd(view)) return;
    const from = view.from + step;
    this.from = from + this.count >= view.total ? undefined : from;
  }

  /** Draws the end. */
  latest(): void {
    this.from = undefined;
    this.count = first;
  }
}

export const shownIn = (view: MessagesView): number => view.days.reduce((sum, day) => sum + day.entries.length, 0);
