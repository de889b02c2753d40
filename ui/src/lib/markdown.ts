// CodeMirror set up for Markdown as it is written here: the marks stay, muted; what they mark looks like it.

import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { defineLanguageFacet, foldNodeProp, HighlightStyle, Language, languageDataProp, syntaxHighlighting } from '@codemirror/language';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, keymap, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { parser, Strikethrough, TaskList } from '@lezer/markdown';

const data = defineLanguageFacet({ commentTokens: { block: { open: '<!--', close: '-->' } } });
const markdown = new Language(
  data,
  parser.configure([Strikethrough, TaskList, { props: [languageDataProp.add({ Document: data }), foldNodeProp.add({})] }]),
  [],
  'markdown',
);

const look = HighlightStyle.define([
  { tag: tags.processingInstruction, color: 'var(--text-muted)', fontWeight: '400' },
  { tag: tags.heading, fontWeight: '600' },
  { tag: tags.strong, fontWeight: '600' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: [tags.link, tags.url], color: 'var(--accent)' },
  { tag: tags.quote, color: 'var(--text-muted)' },
  { tag: tags.monospace, fontFamily: 'ui-monospace, monospace', fontSize: '0.93em' },
]);

const theme = EditorView.theme({
  '&': { height: '100%', color: 'inherit', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: 'inherit', overflow: 'auto' },
  '.cm-content': { padding: '0', caretColor: 'var(--accent)' },
  '.cm-line': { padding: '0' },
  '.cm-cursor': { borderLeft: '2px solid var(--accent)' },
  '.cm-placeholder': { color: 'var(--text-muted)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    background: 'color-mix(in srgb, var(--accent) 24%, transparent)',
  },
});

/** Puts marks around the selection, or takes them away: **strong**, *emphasis*. */
const surround = (mark: string) => (view: EditorView): boolean => {
  const { from, to } = view.state.selection.main;
  const before = view.state.sliceDoc(from - mark.length, from);
  const after = view.state.sliceDoc(to, to + mark.length);
  if (before === mark && after === mark) {
    view.dispatch({
      changes: [{ from: from - mark.length, to: from }, { from: to, to: to + mark.length }],
      selection: { anchor: from - mark.length, head: to - mark.length },
    });
  } else {
    view.dispatch({
      changes: [{ from, insert: mark }, { from: to, insert: mark }],
      selection: { anchor: from + mark.length, head: to + mark.length },
    });
  }
  return true;
};

/** Enter goes on with the list one is in; on an empty item it ends the list. */
function continueList(view: EditorView): boolean {
  const { from, empty } = view.state.selection.main;
  const line = view.state.doc.lineAt(from);
  const item = /^(\s*)([-*+]|(\d+)([.)]))( \[[ xX]\])? /.exec(line.text);
  if (!empty || !item || from < line.from + item[0].length) return false;
  if (line.text.length === item[0].length) {
    view.dispatch({ changes: { from: line.from, to: line.to }, userEvent: 'input' });
    return true;
  }
  const next = item[3] ? `${item[1]}${Number(item[3]) + 1}${item[4]} ` : `${item[1]}${item[2]}${item[5] ? ' [ ]' : ''} `;
  view.dispatch({
    changes: { from, insert: `\n${next}` }, selection: { anchor: from + 1 + next.length }, scrollIntoView: true, userEvent: 'input',
  });
  return true;
}

/** The nonce that the shell gave the first inline style: without it the policy refuses CodeMirror's own. */
const nonce = (): string => document.querySelector<HTMLStyleElement>('style#first-paint')?.nonce ?? '';

export interface EditorOptions {
  text: string;
  label: string;
  placeholder?: string;
  describedBy?: string;
  readOnly?: boolean;
  onchange(text: string): void;
  onblur(): void;
  /** Escape: the focus goes on, so that Tab may write in the text. */
  onescape?(): void;
}

export function markdownEditor(parent: HTMLElement, options: EditorOptions): EditorView {
  const extensions: Extension[] = [
    history(),
    drawSelection(),
    EditorView.lineWrapping,
    EditorView.perLineTextDirection.of(true),
    markdown,
    syntaxHighlighting(look),
    theme,
    EditorView.cspNonce.of(nonce()),
    EditorView.contentAttributes.of({
      'aria-label': options.label,
      ...(options.describedBy ? { 'aria-describedby': options.describedBy } : {}),
      spellcheck: 'true',
      autocapitalize: 'sentences',
      autocorrect: 'on',
    }),
    EditorState.readOnly.of(options.readOnly ?? false),
    keymap.of([
      { key: 'Enter', run: continueList },
      { key: 'Mod-b', run: surround('**') },
      { key: 'Mod-i', run: surround('*') },
      { key: 'Escape', run: () => (options.onescape?.(), false) },
      ...historyKeymap,
      ...defaultKeymap.filter((binding) => binding.key !== 'Mod-k'),
    ]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged && !update.transactions.some((one) => one.isUserEvent('external'))) options.onchange(update.state.doc.toString());
    }),
    EditorView.domEventHandlers({ blur: () => void options.onblur() }),
    ...(options.placeholder ? [placeholder(options.placeholder)] : []),
  ];
  return new EditorView({ parent, state: EditorState.create({ doc: options.text, extensions }) });
}

/** Puts in a text that came from elsewhere, changing only what differs so that the caret stays where it was. */
export function replaceText(view: EditorView, text: string): void {
  const now = view.state.doc.toString();
  if (now === text) return;
  let from = 0;
  while (from < now.length && from < text.length && now[from] === text[from]) from++;
  let end = 0;
  while (end < now.length - from && end < text.length - from && now[now.length - 1 - end] === text[text.length - 1 - end]) end++;
  view.dispatch({ changes: { from, to: now.length - end, insert: text.slice(from, text.length - end) }, userEvent: 'external' });
}
