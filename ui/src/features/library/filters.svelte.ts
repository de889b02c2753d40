// What the library is narrowed to. It stays while one looks at a resource and comes back.

import type { ListResources } from '$/bindings/ListResources';
import type { ResourceKind } from '$/bindings/ResourceKind';
import { shell } from '../../shell/shell.svelte';

export type Whose = 'all' | 'mine' | 'private' | 'shared';

export const filters = $state<{ find: string; whose: Whose; kind?: ResourceKind; tag?: string }>({ find: '', whose: 'all' });

export function wanted(): ListResources {
  const { find, whose, kind, tag } = filters;
  return {
    find: find.trim() || undefined,
    mine: whose === 'mine' ? true : undefined,
    // In share-safe mode nobody looks over a shoulder at what is private.
    private: shell.shareSafe || whose === 'shared' ? false : whose === 'private' ? true : undefined,
    kind,
    tag,
  };
}

export function clear(): void {
  Object.assign(filters, { find: '', whose: 'all', kind: undefined, tag: undefined });
}

export const narrowed = (): boolean => Boolean(filters.find.trim() || filters.kind || filters.tag || filters.whose !== 'all');
