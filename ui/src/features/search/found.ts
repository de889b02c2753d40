// What a search found, as the palette and the search page show it.

import { call } from '$/host';
import type { HitView } from '$/bindings/HitView';
import type { IconName } from '$/lib/icons';
import { go } from '$/lib/router.svelte';
import { t } from '$/lib/words';
import { searchWith, type PaletteHit } from '../palette/palette.svelte';
import { shell } from '../../shell/shell.svelte';

/** The kinds one can look for, and how each is drawn. The rest comes up under "Everything". */
export const kinds: Record<string, IconName> = {
  session: 'calendar-clock',
  note: 'note',
  goal: 'target',
  action_item: 'square-check',
  resource: 'book',
  message: 'message-square',
};

const icons: Record<string, IconName> = {
  ...kinds,
  milestone: 'target',
  check_in: 'target',
  agenda_item: 'list-checks',
  series: 'calendar-clock',
  mentorship: 'users',
  member: 'users',
  journal_entry: 'note',
  thank_you_card: 'heart',
};

const inPalette = 6;

export const iconOf = (kind: string): IconName => icons[kind] ?? 'file';

export function toHit(hit: HitView): PaletteHit {
  // A snippet says more than a title in which nothing matched.
  const text = hit.title.some((part) => part.marked) || !hit.snippet.length ? hit.title : hit.snippet;
  return {
    id: `${hit.kind}/${hit.id}`,
    icon: iconOf(hit.kind),
    text: text.map((part) => ({ text: part.text, match: part.marked })),
    where: hit.context,
    kind: t(`kind-${hit.kind.replaceAll('_', '-')}`),
    private: hit.private,
    run: () => (location.hash = `#${hit.route}`),
  };
}

/** Lets the palette look through everything. Called once, when the app starts. */
export function startSearch(): void {
  searchWith(
    async (query) => {
      const found = await call('search', { query, kinds: [], hide_private: shell.shareSafe, limit: inPalette });
      return { hits: found.hits.map(toHit), total: found.total };
    },
    (query) => go('search', { query }),
  );
}
