// The desktop's Host. The only file that may import @tauri-apps.

import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Host } from './types';

export const insideTauri = (): boolean => '__TAURI_INTERNALS__' in window;

export const tauriHost: Host = {
  call: (name, args) => invoke(name as string, (args ?? {}) as Record<string, unknown>),
  listen(event, handler) {
    const stop = listen(event, ({ payload }) => handler(payload as never));
    return () => void stop.then((unlisten) => unlisten());
  },
};
