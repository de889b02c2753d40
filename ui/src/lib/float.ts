// Where a floating thing goes: under its anchor, over it when there is no room, and never out of the window.

const GAP = 4;
const EDGE = 8;

export function placeUnder(floating: HTMLElement, anchor: HTMLElement, sameWidth = false): void {
  const from = anchor.getBoundingClientRect();
  if (sameWidth) floating.style.width = `${from.width}px`;
  const { width, height } = floating.getBoundingClientRect();
  const below = from.bottom + GAP + height <= innerHeight - EDGE;
  const top = below ? from.bottom + GAP : Math.max(EDGE, from.top - GAP - height);
  // It opens from the end of an anchor that stands at the end of the window.
  const left = from.left + width <= innerWidth - EDGE ? from.left : Math.max(EDGE, Math.min(from.right, innerWidth - EDGE) - width);
  floating.style.top = `${top}px`;
  floating.style.left = `${left}px`;
}
