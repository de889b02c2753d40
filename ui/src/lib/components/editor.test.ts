import { EditorView } from '@codemirror/view';
import { render, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import MarkdownEditor from './MarkdownEditor.svelte';

// jsdom has no layout; the editor asks where its text is.
Range.prototype.getClientRects ??= () => [] as unknown as DOMRectList;

test('what others wrote while one typed comes into the text with the next saving', async () => {
  const saved: [string, string][] = [];
  let answer = (written: string): string => written;
  const { container } = render(MarkdownEditor, {
    label: 'Notes', text: 'one\n', save: async (written: string, seen: string) => { saved.push([written, seen]); return answer(written); },
  });
  const view = EditorView.findFromDOM(container)!;
  const type = (text: string): void => view.dispatch({ changes: { from: view.state.doc.length, insert: text } });
  const text = (): string => view.state.doc.toString();

  type('two\n');
  await waitFor(() => expect(saved).toEqual([['one\ntwo\n', 'one\n']]));

  // Somebody else has changed the first line, and nothing was typed since.
  answer = (written) => written.replace('one', 'first');
  type('three\n');
  await waitFor(() => expect(text()).toBe('first\ntwo\nthree\n'));
  expect(saved.at(-1)).toEqual(['one\ntwo\nthree\n', 'one\ntwo\n']);

  // And once more, while the answer is on its way: it waits for the saving after it.
  answer = (written) => {
    if (!written.includes('five')) type('five\n');
    return written.replace('two', 'second');
  };
  type('four\n');
  await waitFor(() => expect(text()).toBe('first\nsecond\nthree\nfour\nfive\n'), { timeout: 3000 });
  expect(saved.at(-1)).toEqual(['first\ntwo\nthree\nfour\nfive\n', 'first\ntwo\nthree\nfour\n']);
});
