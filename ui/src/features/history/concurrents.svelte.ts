// What was written twice at once, of everything: a screen reads it once for all its texts.

import { inCommon, live } from '$/lib/live.svelte';

export const concurrents = inCommon(() => live('concurrent_list', null, [
  'note', 'journal_entry', 'goal', 'milestone', 'check_in', 'session', 'series', 'agenda_item', 'action_item', 'resource', 'mentorship', 'setting',
]));
