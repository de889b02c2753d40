// How a mentorship is shared, and what stops that: its screen reads it once.

import { inCommon, live } from '$/lib/live.svelte';

export const sharing = inCommon((mentorship: () => string) =>
  live('sharing_view', () => ({ id: mentorship() }), ['sync', 'member', 'mentorship', 'minute']));
