import { afterEach, expect, test, vi } from 'vitest';
import { copyText } from './clipboard';

/** What the command to copy found selected. */
let copied: string[];
function closed(clipboard: unknown): void {
  copied = [];
  vi.stubGlobal('navigator', { ...navigator, clipboard });
  document.execCommand = (command) => {
    const field = document.activeElement;
    const selected = field instanceof HTMLTextAreaElement ? field.value.slice(field.selectionStart, field.selectionEnd) : String(getSelection());
    copied.push(`${command} ${selected}`);
    return true;
  };
}
const refused = { writeText: () => Promise.reject(new Error('not allowed')) };
afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

test('an open clipboard takes the text, and nothing is selected', async () => {
  const writeText = vi.fn(() => Promise.resolve());
  closed({ writeText });
  await copyText('K7QD2');
  expect(writeText).toHaveBeenCalledWith('K7QD2');
  expect(copied).toEqual([]);
});

test('what stands on the screen is copied where the clipboard is closed', async () => {
  closed(refused);
  const shown = document.body.appendChild(document.createElement('p'));
  shown.textContent = 'K7QD2';
  await copyText('K7QD2', shown);
  expect(copied).toEqual(['copy K7QD2']);
});

test.each([['refuses', refused], ['is not there', undefined]])('a text that stands nowhere is copied too where the clipboard %s, and the focus comes back', async (_, clipboard) => {
  closed(clipboard);
  const button = document.body.appendChild(document.createElement('button'));
  button.focus();
  await copyText('See you *then*');
  expect(copied).toEqual(['copy See you *then*']);
  expect(document.querySelector('textarea')).toBeNull();
  expect(button).toHaveFocus();
});
