// The upper part of the sidebar. Only what exists stands here.

import type { IconName } from '$/lib/icons';
import type { PlaceName } from '$/lib/places';
import { t } from '$/lib/words';

/** Places that can be gone to without naming a record. */
type OpenPlace = 'today' | 'calendar' | 'goals' | 'library';

interface Entry {
  place: OpenPlace;
  label: string;
  icon: IconName;
  /** Places inside this one: the entry is marked there too. */
  within: readonly PlaceName[];
}

export const navigation: Entry[] = [
  { place: 'today', label: t('place-today'), icon: 'sunrise', within: [] },
  { place: 'calendar', label: t('place-calendar'), icon: 'calendar-days', within: [] },
  { place: 'goals', label: t('place-goals'), icon: 'target', within: ['goal'] },
  { place: 'library', label: t('place-library'), icon: 'library', within: ['resource'] },
];
