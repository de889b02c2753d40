// Lists keep their place: how far each place was scrolled, for when one comes back to it.

import { tick } from 'svelte';

export interface PlacesHistory {
  leave(place: string, top: number): void;
  arrive(place: string, scroller: HTMLElement): void;
}

export function placesHistory(): PlacesHistory {
  const tops = new Map<string, number>();
  return {
    leave: (place, top) => void tops.set(place, top),
    arrive(place, scroller) {
      const top = tops.get(place) ?? 0;
      void tick().then(() => {
        scroller.scrollTop = top;
        if (scroller.scrollTop >= top) return;
        // What it scrolls is still being read: go on as it grows, until somebody else scrolls.
        const grown = new ResizeObserver(() => (scroller.scrollTop = top));
        const stop = (): void => grown.disconnect();
        if (scroller.firstElementChild) grown.observe(scroller.firstElementChild);
        for (const event of ['wheel', 'keydown', 'pointerdown'] as const) scroller.addEventListener(event, stop, { once: true });
      });
    },
  };
}
