import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { saver, type SaveState } from './saving';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(save: (text: string) => Promise<unknown> = async () => {}) {
  const saved: string[] = [];
  const states: SaveState[] = [];
  const saving = saver(async (text) => { await save(text); saved.push(text); }, (state) => states.push(state));
  return { saved, states, saving };
}

test('what is typed is saved half a second later, once', async () => {
  const { saved, states, saving } = setUp();
  saving.changed('a');
  saving.changed('ab');
  expect(saved).toEqual([]);
  await vi.advanceTimersByTimeAsync(500);
  expect(saved).toEqual(['ab']);
  expect(states).toEqual(['saving', 'saved']);
});

test('somebody who never stops typing is saved all the same', async () => {
  const { saved, saving } = setUp();
  for (let i = 0; i < 20; i++) {
    saving.changed(`text ${i}`);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(saved.length).toBeGreaterThanOrEqual(3);
});

test('leaving the text saves at once', async () => {
  const { saved, saving } = setUp();
  saving.changed('last words');
  await saving.flush();
  expect(saved).toEqual(['last words']);
  expect(saving.dirty).toBe(false);
});

test('what is typed while a save is under way is saved after it, in order', async () => {
  let finish: (() => void) | undefined;
  const { saved, saving } = setUp((text) => (text === 'one' ? new Promise<void>((done) => (finish = done)) : Promise.resolve()));
  saving.changed('one');
  const first = saving.flush();
  await vi.advanceTimersByTimeAsync(0);
  saving.changed('two');
  finish?.();
  await first;
  expect(saved).toEqual(['one', 'two']);
});

test('a save that failed keeps the text and is tried again with the next change', async () => {
  let full = true;
  const { saved, states, saving } = setUp(async () => { if (full) throw { code: 'disk-full', params: {} }; });
  saving.changed('kept');
  await saving.flush();
  expect(states.at(-1)).toBe('failed');
  expect(saving.dirty).toBe(true);
  full = false;
  await saving.flush();
  expect(saved).toEqual(['kept']);
  expect(states.at(-1)).toBe('saved');
});
