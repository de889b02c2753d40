import { afterEach, expect, test, vi } from 'vitest';
import { addKeys, handleKey, keysOf, rowKeys, rowsByArrow } from './keys.svelte';

const press = (target: Element, key: string, more: KeyboardEventInit = {}): void =>
  void target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));

const stops: (() => void)[] = [];
function listening(): void {
  addEventListener('keydown', handleKey);
  stops.push(() => removeEventListener('keydown', handleKey));
}
afterEach(() => {
  stops.splice(0).forEach((stop) => stop());
  document.body.replaceChildren();
});

test.each([
  [{ key: 'k', ctrlKey: true }, 'Ctrl+K'],
  [{ key: 'z', metaKey: true }, 'Ctrl+Z'],
  [{ key: 'Z', ctrlKey: true, shiftKey: true }, 'Ctrl+Shift+Z'],
  [{ key: '?', shiftKey: true }, '?'],
  [{ key: 'F9' }, 'F9'],
  [{ key: 'n' }, 'n'],
])('%o is called %s', (event, name) => expect(keysOf(new KeyboardEvent('keydown', event))).toBe(name));

test('a letter does nothing while somebody is typing; Ctrl+K does', () => {
  listening();
  const letter = vi.fn();
  const palette = vi.fn();
  stops.push(addKeys([{ keys: 'n', label: 'new', run: letter }, { keys: 'Ctrl+K', label: 'find', run: palette }]));
  const input = document.body.appendChild(document.createElement('input'));
  press(input, 'n');
  press(input, 'k', { ctrlKey: true });
  expect(letter).not.toHaveBeenCalled();
  expect(palette).toHaveBeenCalledOnce();
  press(document.body, 'n');
  expect(letter).toHaveBeenCalledOnce();
});

test('the screen answers before the app does, and is silent once it has gone', () => {
  listening();
  const app = vi.fn();
  const screen = vi.fn();
  stops.push(addKeys([{ keys: 'n', label: 'app', run: app }]));
  const gone = addKeys([{ keys: 'n', label: 'screen', run: screen }]);
  press(document.body, 'n');
  expect(screen).toHaveBeenCalledOnce();
  expect(app).not.toHaveBeenCalled();
  gone();
  press(document.body, 'n');
  expect(app).toHaveBeenCalledOnce();
});

test('letters act on the focused row and stay there; arrows go to the next row', () => {
  listening();
  const elsewhere = vi.fn();
  const done = vi.fn();
  stops.push(addKeys([{ keys: 'x', label: 'elsewhere', run: elsewhere }]));
  const list = document.body.appendChild(document.createElement('ul'));
  const rows = ['one', 'two'].map((text) => {
    const row = list.appendChild(document.createElement('li'));
    row.textContent = text;
    row.tabIndex = 0;
    row.dataset.row = '';
    return row;
  });
  for (const stop of [rowKeys({ x: done })(rows[0]!), rowsByArrow(list)]) if (stop) stops.push(stop);
  rows[0]!.focus();
  press(rows[0]!, 'x');
  expect(done).toHaveBeenCalledOnce();
  expect(elsewhere).not.toHaveBeenCalled();
  press(rows[0]!, 'ArrowDown');
  expect(rows[1]).toHaveFocus();
});
