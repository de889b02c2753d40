// Dragging with the pointer: it begins once the pointer has gone a little, so that a press is still a press.

import type { Attachment } from 'svelte/attachments';

const THRESHOLD = 4;

// There is one pointer. It outlives the element it took hold of, which may be drawn anew meanwhile.
let dragging = false;

/** Whether the press that just ended was a drag, so that the click that follows means nothing. */
export const wasDragged = (): boolean => dragging;

interface Drag {
  /** The pointer has gone far enough; false where this cannot be dragged. */
  start: () => boolean;
  /** The pointer is here; `above` is how far below the top of the element it took hold. */
  over: (x: number, y: number, above: number) => void;
  drop: () => void;
  /** The pointer was taken away, by the system or by somebody else. */
  leave: () => void;
  /** Whether it is still carried: Escape may have ended it. */
  going: () => boolean;
}

export const dragged = ({ start, over, drop, leave, going }: Drag): Attachment<HTMLElement> => (element) => {
  let from: { x: number; y: number; above: number } | undefined;

  const down = (event: PointerEvent): void => {
    if (event.button !== 0 || !event.isPrimary) return;
    from = { x: event.clientX, y: event.clientY, above: event.clientY - element.getBoundingClientRect().top };
    dragging = false;
    addEventListener('pointermove', move);
    addEventListener('pointerup', up);
    addEventListener('pointercancel', cancel);
  };
  const move = (event: PointerEvent): void => {
    if (!from) return;
    if (!dragging) {
      if (Math.hypot(event.clientX - from.x, event.clientY - from.y) < THRESHOLD) return;
      if (!start()) return end();
      dragging = true;
    }
    if (going()) over(event.clientX, event.clientY, from.above);
  };
  const up = (): void => {
    const drops = dragging && going();
    end();
    if (drops) drop();
  };
  const cancel = (): void => {
    const leaves = dragging && going();
    end();
    if (leaves) leave();
  };
  const end = (): void => {
    from = undefined;
    removeEventListener('pointermove', move);
    removeEventListener('pointerup', up);
    removeEventListener('pointercancel', cancel);
    // The click comes before any timer.
    setTimeout(() => (dragging = false));
  };
  // A link that was dragged is not followed, and the browser's own dragging of links stays out of it.
  const click = (event: MouseEvent): void => {
    if (dragging) event.preventDefault();
  };
  const own = (event: Event): void => event.preventDefault();

  element.addEventListener('pointerdown', down);
  element.addEventListener('click', click);
  element.addEventListener('dragstart', own);
  return () => {
    // It may be drawn elsewhere while it is dragged; the window's listeners live until the pointer is up.
    element.removeEventListener('pointerdown', down);
    element.removeEventListener('click', click);
    element.removeEventListener('dragstart', own);
  };
};
