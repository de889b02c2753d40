// Places in the app, kept in the hash so that Back works and a notification can name one.

import { paths, type PathParams, type PlaceName } from './places';

export interface Place<N extends PlaceName = PlaceName> {
  name: N;
  params: Record<string, string>;
}

/** "goal/:id" and {id} make "#/goal/abc". An optional part (":tab?") may be left out at the end. */
export function href<N extends PlaceName>(
  name: N,
  ...[params]: keyof PathParams<N> extends never ? [] : object extends PathParams<N> ? [PathParams<N>?] : [PathParams<N>]
): string {
  const parts: string[] = [];
  for (const part of paths[name].split('/')) {
    if (!part.startsWith(':')) {
      parts.push(part);
      continue;
    }
    const given = (params as Record<string, string | undefined> | undefined)?.[part.replace(/^:|\?$/g, '')];
    if (given === undefined) break;
    parts.push(encodeURIComponent(given));
  }
  return `#/${parts.join('/')}`;
}

export function placeOf(hash: string): Place | undefined {
  const given = hash.replace(/^#?\/?/, '').split('/').filter(Boolean);
  for (const [name, path] of Object.entries(paths)) {
    const params = match(path.split('/'), given);
    if (params) return { name: name as PlaceName, params };
  }
  return undefined;
}

function match(wanted: string[], given: string[]): Record<string, string> | undefined {
  if (given.length > wanted.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const value = given[i];
    if (!part.startsWith(':')) {
      if (part !== value) return undefined;
    } else if (value !== undefined) {
      try {
        params[part.replace(/^:|\?$/g, '')] = decodeURIComponent(value);
      } catch {
        return undefined;
      }
    } else if (!part.endsWith('?')) return undefined;
  }
  return params;
}

const START: Place = { name: 'today', params: {} };
let place = $state.raw<Place>(placeOf(location.hash) ?? START);

export const here = {
  get place(): Place { return place; },
  get name(): PlaceName { return place.name; },
};

addEventListener('hashchange', () => (place = placeOf(location.hash) ?? START));

export function go<N extends PlaceName>(name: N, ...params: Parameters<typeof href<N>> extends [N, ...infer Rest] ? Rest : never): void {
  location.hash = (href as (name: N, ...rest: unknown[]) => string)(name, ...(params as unknown[]));
}

/** As go(), but Back does not come here again: for tabs, and after a thing was deleted. */
export function goInstead(hash: string): void {
  history.replaceState(null, '', hash);
  place = placeOf(hash) ?? START;
}
