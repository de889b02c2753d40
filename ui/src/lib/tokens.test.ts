// The tokens keep their promises of contrast: in both themes, and when more is asked for.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

type Colour = [number, number, number];
const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

function declared(selector: string): Record<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf('\n}', start));
  return Object.fromEntries([...block.matchAll(/--([\w-]+): ([^;]+);/g)].map((match) => [match[1]!, match[2]!]));
}

const hex = (text: string): Colour => [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16)) as Colour;
const mix = (a: Colour, b: Colour, part: number): Colour => a.map((value, i) => value * part + b[i]! * (1 - part)) as Colour;

function luminance(colour: Colour): number {
  const [r, g, b] = colour.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as Colour;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: Colour, b: Colour): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const light = declared(':root');
const dark = { ...light, ...declared(':root[data-theme="dark"]') };
const looks = [
  ['light', light, 4.5, 3],
  ['dark', dark, 4.5, 3],
  ['light with more contrast', { ...light, ...declared(':root[data-contrast="more"]') }, 7, 4.5],
  ['dark with more contrast', { ...dark, ...declared(':root[data-contrast="more"]'), ...declared(':root[data-theme="dark"][data-contrast="more"]') }, 7, 4.5],
] as const;

describe.each(looks)('%s', (_, look, forText, forEdges) => {
  const colour = (name: string): Colour => hex((look as Record<string, string>)[name]!);
  const grounds = ['ground', 'raised', 'sunken'];

  test.each(['text', 'text-muted', 'accent', 'shared', 'good', 'warn', 'bad'])('%s can be read on every ground', (name) => {
    for (const ground of grounds) expect.soft(contrast(colour(name), colour(ground)), ground).toBeGreaterThanOrEqual(forText);
  });

  test.each(['text', 'text-muted', 'private'])('%s can be read on the private ground', (name) =>
    expect(contrast(colour(name), colour('private-ground'))).toBeGreaterThanOrEqual(forText));

  test('words on the accent can be read', () => {
    const on = look === light || !('on-accent' in look) || !String(look['on-accent']).includes('sunken') ? 'raised' : 'sunken';
    expect(contrast(colour(on), colour('accent'))).toBeGreaterThanOrEqual(forText);
    expect(contrast(colour(on), colour('bad'))).toBeGreaterThanOrEqual(forText);
  });

  test('edges of controls can be seen on every ground', () => {
    const edge = look.edge?.startsWith('color-mix') ? mix(colour('text-muted'), colour('line'), 0.66) : colour('text-muted');
    for (const ground of [...grounds, 'private-ground']) {
      expect.soft(contrast(edge, colour(ground)), ground).toBeGreaterThanOrEqual(forEdges);
    }
  });

  test.each(['accent', 'shared', 'bad', 'plum', 'blue'])('an initial on a tint of %s can be read', (name) =>
    expect(contrast(colour(name), mix(colour(name), colour('raised'), 0.16))).toBeGreaterThanOrEqual(4.5));
});
