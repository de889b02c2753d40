// Rules that hold for every file of the screens, and that no type can hold.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';

const root = import.meta.dirname;
const files = (function walk(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? walk(path) : /(?<!\.test)\.(ts|svelte)$/.test(name) ? [path] : [];
  });
})(root);

const withoutComments = (source: string): string =>
  source.replaceAll(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|(?<=^|\s)\/\/.*$/gm, '');
const having = (pattern: RegExp, except?: RegExp): string[] =>
  files
    .filter((path) => pattern.test(withoutComments(readFileSync(path, 'utf8'))))
    .map((path) => relative(root, path))
    .filter((path) => !except?.test(path));

test('time and its words are made in Rust', () =>
  expect(having(/\bDate *[.(]|\bnew +Date\b|: *Date\b|\bIntl\b|\btoLocale[A-Z]|\bTemporal\b/)).toEqual([]));

test('only the host knows the desktop', () => expect(having(/from '@tauri-apps|import\('@tauri-apps/, /^host\/tauri\.ts$/)).toEqual([]));

test('no style stands in markup, where the content security policy would drop it', () =>
  expect(having(/<[a-z][^<>]*\sstyle="(?![^"]*\{)/i)).toEqual([]));

test('nothing is fetched', () => expect(having(/\bfetch\(|XMLHttpRequest|WebSocket|EventSource/)).toEqual([]));

test('raw HTML is written only where it is known to be clean', () =>
  expect(having(/\{@html/, /^lib\/components\/(Icon|MarkdownView)\.svelte$/)).toEqual([]));
