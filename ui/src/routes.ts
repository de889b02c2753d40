// Which component draws which place. Loaded when first gone to, so that the start stays short.

import type { Component } from 'svelte';
import type { PlaceName } from '$/lib/places';

type Screen = () => Promise<{ default: Component<any> }>;

export const screens: Record<PlaceName, Screen> = {
  today: () => import('./features/today/Today.svelte'),
  calendar: () => import('./features/calendar/Calendar.svelte'),
  goals: () => import('./features/goals/Goals.svelte'),
  newGoal: () => import('./features/goals/NewGoal.svelte'),
  goal: () => import('./features/goals/Goal.svelte'),
  library: () => import('./features/library/Library.svelte'),
  resource: () => import('./features/library/Resource.svelte'),
  people: () => import('./features/people/AddMentorship.svelte'),
  mentorship: () => import('./features/mentorship/Mentorship.svelte'),
  session: () => import('./features/session/Session.svelte'),
  planner: () => import('./features/planner/Planner.svelte'),
  search: () => import('./features/search/Search.svelte'),
  ledger: () => import('./features/sync/Ledger.svelte'),
  settings: () => import('./features/settings/Settings.svelte'),
};
