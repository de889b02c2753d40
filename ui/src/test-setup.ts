import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/svelte';
import { afterEach } from 'vitest';

afterEach(() => cleanup());

// jsdom has no layout and no top layer: just enough of both for components to be driven by keyboard.
HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.show ??= HTMLDialogElement.prototype.showModal;
HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
  if (!this.open) return;
  this.open = false;
  this.dispatchEvent(new Event('close'));
};
const shown = new WeakSet<Element>();
const matches = Element.prototype.matches;
Element.prototype.matches = function (this: Element, selector: string) {
  return selector === ':popover-open' ? shown.has(this) : matches.call(this, selector);
} as typeof matches;
HTMLElement.prototype.showPopover ??= function (this: HTMLElement) {
  shown.add(this);
  this.dispatchEvent(Object.assign(new Event('toggle'), { newState: 'open' }));
};
HTMLElement.prototype.hidePopover ??= function (this: HTMLElement) {
  if (shown.delete(this)) this.dispatchEvent(Object.assign(new Event('toggle'), { newState: 'closed' }));
};
Element.prototype.scrollIntoView ??= () => {};
window.matchMedia ??= (query: string) =>
  ({ matches: false, media: query, addEventListener() {}, removeEventListener() {} }) as unknown as MediaQueryList;
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
