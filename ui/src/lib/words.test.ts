// Every id that the screens use has words, and no words lie about unused.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import english from '../../../assets/locales/en/app.ftl?raw';
import { errorWords, hasWords, t, wordFaults } from './words';

function filesIn(folder: string, ending: RegExp): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === 'target' || name === 'node_modules' ? [] : filesIn(path, ending);
    return ending.test(name) ? [path] : [];
  });
}
const read = (path: string): string => readFileSync(path, 'utf8');

const root = join(import.meta.dirname, '../../..');
// Examples in comments are not uses.
const withoutComments = (source: string): string =>
  source.replaceAll(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|(?<=^|\s)\/\/.*$/gm, '');
const screens = filesIn(join(root, 'ui/src'), /(?<!\.test)\.(svelte|ts)$/).map(read).map(withoutComments).join('\n');
const program = ['crates', 'src-tauri/src'].flatMap((folder) => filesIn(join(root, folder), /\.rs$/)).map(read).join('\n');
const ids = [...english.matchAll(/^([a-z][a-z0-9-]*) *=/gm)].map((match) => match[1]!);

describe('the words in app.ftl', () => {
  test('can be read by Fluent', () => expect(wordFaults.map(String)).toEqual([]));

  test('have no id twice', () => expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]));

  test('have every id the screens use', () => {
    const used = [...screens.matchAll(/\bt\(\s*(['"`])([a-z][a-z0-9.-]*)\1/g)].map((match) => match[2]!);
    expect(used.length).toBeGreaterThan(20);
    expect([...new Set(used)].filter((id) => !hasWords(id))).toEqual([]);
  });

  test('are all used: by name, or by their beginning in t(`goal-state-${…}`)', () => {
    const first = (pattern: RegExp, source: string): string[] => [...source.matchAll(pattern)].map((match) => match[1]!);
    // `goal-state-${…}` on a screen, "weekday-{}" and "{which}-until" in Rust.
    const beginnings = [...first(/`([a-z][a-z0-9-]*-)\$\{/g, screens), ...first(/"([a-z][a-z0-9-]*-)\{/g, program)];
    const endings = [...first(/\}(-[a-z0-9-]+)`/g, screens), ...first(/\}(-[a-z0-9-]+)"/g, program)];
    const everything = screens + program;
    const unused = ids.filter((id) =>
      !new RegExp(`['"\`]${id}(\\.[a-z-]+)?['"\`]`).test(everything)
      && !id.startsWith('error-')
      && !beginnings.some((beginning) => id.startsWith(beginning))
      && !endings.some((ending) => id.endsWith(ending)));
    expect(unused).toEqual([]);
  });
});

describe('t()', () => {
  test('fills in what it is given, numbers with their separators', () =>
    expect(t('characters', { used: 1200, most: 10_000 })).toBe('1,200 of 10,000 characters'));
});

describe('errorWords()', () => {
  test('says what happened and what to do', () => {
    const words = errorWords({ code: 'unknown_command', params: { name: 'fly' } });
    expect(words.what).toContain('fly');
    expect(words.fix).toBe('Nothing was changed.');
  });

  test('has a sentence for a code without words', () =>
    expect(errorWords({ code: 'never-heard-of', params: {} }).what).toContain('never-heard-of'));
});
