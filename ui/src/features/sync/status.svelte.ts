// How sync stands, for the bar above and for the settings. Rust has the words, and says when they are old.

import type { SyncStatus } from '$/bindings/SyncStatus';
import type { SyncTone } from '$/bindings/SyncTone';
import type { IconName } from '$/lib/icons';
import { live, type Live } from '$/lib/live.svelte';

export const toneIcon: Record<SyncTone, IconName> = {
  synced: 'cloud-check', working: 'refresh', waiting: 'cloud-upload', offline: 'cloud-off', needs_you: 'cloud-alert',
};

/** Call it while a component is being set up. */
export function syncStatus(): Live<SyncStatus | null> {
  const status = live('sync_status', null, ['sync', 'minute']);
  $effect(() => {
    const seconds = status.value?.again_in;
    if (!seconds) return;
    const timer = setTimeout(status.reload, seconds * 1000);
    return () => clearTimeout(timer);
  });
  return status;
}
