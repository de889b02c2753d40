// How high something may be that fills the rest of the window.

import type { Attachment } from 'svelte/attachments';

/** Under so many pixels it is no longer made lower: the page scrolls then. */
const LEAST = 360;

/** Gives an element the height from its top to the lower edge of the page's scroller. */
export const roomBelow: Attachment<HTMLElement> = (element) => {
  const main = element.closest('main');
  if (!main) return;
  const fit = (): void => {
    const top = element.getBoundingClientRect().top - main.getBoundingClientRect().top + main.scrollTop;
    element.style.height = `${Math.max(LEAST, main.clientHeight - top - 24)}px`;
  };
  fit();
  const resized = new ResizeObserver(fit);
  resized.observe(main);
  // The head above may take another line.
  for (let before = element.previousElementSibling; before; before = before.previousElementSibling) resized.observe(before);
  return () => resized.disconnect();
};
