// Invented answers for the first minute, the lock and the settings. ?gate=first_start shows the first minute, ?gate=locked
// the lock; &keychain=absent, locked or gone another keychain; ?gate=trouble&code=store_damaged what is wrong.

import type { AppPhase } from '$/bindings/AppPhase';
import type { AppStateView } from '$/bindings/AppStateView';
import type { KeychainView } from '$/bindings/KeychainView';
import type { ReminderKind } from '$/bindings/ReminderKind';
import type { ReminderRow } from '$/bindings/ReminderRow';
import type { ReminderState } from '$/bindings/ReminderState';
import type { SettingsView } from '$/bindings/SettingsView';
import type { ZoneView } from '$/bindings/ZoneView';
import type { Handlers } from '$/host/memory';

const asked = new URLSearchParams(location.search);
const chicago: ZoneView = { id: 'America/Chicago', city: 'Chicago', country: 'United States', now: '18:40', offset: 'UTC-6' };
const kolkata: ZoneView = { id: 'Asia/Kolkata', city: 'Kolkata', country: 'India', now: '05:10', offset: 'UTC+5:30' };

let state: AppStateView = {
  phase: (asked.get('gate') ?? 'open') as AppPhase,
  keychain: (asked.get('keychain') ?? 'ready') as KeychainView,
  ways_in: asked.has('passphrase') ? ['keychain', 'passphrase', 'recovery'] : ['keychain', 'recovery'],
  trouble: asked.has('code') ? { code: asked.get('code')!, params: { found: 3, known: 1 } } : null,
  backups: 3,
  folder: '/home/marcus/.local/share/cairn',
  system_zone: chicago,
  is_example: asked.has('example'),
};

const reminder = (kind: ReminderKind, title: string, about: string, at: string, state: ReminderState, isPrivate = false): ReminderRow => ({
  key: { kind, subject: title, planned: '2026-11-24T20:30:00', lead_minutes: 15 }, title, about, at, state, is_over: false, private: isPrivate, route: '/session/s',
});

let settings: SettingsView = {
  name: 'Marcus', pronouns: 'he/him', zone_follows_system: true, hours: [1, 2, 3].map((day) => ({ day, from: 540, to: 1020 })),
  zone: { zone: chicago, now: 'It is 18:40 on Monday 31 August.', more: 'Your clocks go back one hour on 1 November.' },
  look: { theme: 'system', contrast: 'system', text: 'normal' },
  start_at_login: false, keep_running: true, version: '0.1.0', zone_rules: '2026b', is_example: false,
};

const code = '4KX7Q-0BZ2M-9TWHC-A1N8E-7YJ3R-VD5SG-2MPKX-H6Q0F';
const pass = (phase: AppPhase): AppStateView => (state = { ...state, phase });

export const profile: Handlers = {
  app_state: () => state,
  try_again: () => state,
  unlock: () => pass('open'),
  lock: () => pass('locked'),
  look_around: () => (state = { ...state, phase: 'open', is_example: true }),
  set_up: () => ({ recovery_code: code, mentorship: null, state: pass('open') }),
  recovery_keep: () => 'Cairn recovery code.txt',
  recovery_renew: () => ({ code, server: 'cairn.example.org' }),
  activity: () => null,
  deleted_list: () => [{ kind: 'goal', id: 'd1', title: 'Learn to say no', on: '20 Nov', until: '20 Dec', private: true }],
  deleted_restore: () => null,
  recovered_list: () => [{
    id: '1', kind: 'note', private: false, line: 'Note, deleted by others. Your words are kept until 24 February.',
    text: 'Before we meet: the cleaned dataset is on the shared drive, and the third table still lacks its units.\n\nAsk Ishani which journal takes negative results.',
  }],
  zones_find: ({ query }) => [chicago, kolkata].filter((zone) => zone.city.toLowerCase().startsWith(query.toLowerCase())),
  zone_read: ({ zone, name }) => name
    ? { zone: kolkata, now: `It is 05:10 on Tuesday 1 September for ${name}.`, more: `${name} is 10½ hours ahead, and 11½ from 1 November.` }
    : { ...settings.zone, zone: zone === kolkata.id ? kolkata : chicago },
  settings: () => settings,
  reminders_list: () => ({
    coming: [
      reminder('session', 'Survival curves', 'Tue 24 Nov · You 20:30–21:30 · Ishani 08:00–09:00, Wed 25 Nov', 'today 20:15', 'waiting'),
      reminder('action', 'Write down three things that went well', 'Action · due Thu 26 Nov', 'Thu 26 Nov 09:00', 'waiting', true),
      reminder('goal', 'Readmission paper', 'Goal · last day Fri 4 Dec', 'Fri 27 Nov 09:00', 'waiting'),
    ],
    shown: [reminder('shift', 'A meeting comes at another time', 'From Wednesday 17 March it is 07:00 for Ishani, not 08:00: your clocks change.', 'yesterday 20:30', 'fired')],
  }),
  reminder_settings: () => ({
    leads: [1440, 15], quiet: { from: 1320, to: 420 }, mentorships: [{ id: 'm1', name: 'Ishani', leads: [60] }, { id: 'm2', name: 'Paloma', leads: null }],
    dates: { at: 540, goal: [7, 0], milestone: [1], action: [0], agreement: [7] },
  }),
  look_save: (look) => { settings = { ...settings, look }; return null; },
  profile_save: (change) => { settings = { ...settings, ...change, zone: settings.zone }; return null; },
  security: () => ({ ways_in: state.ways_in, keychain: state.keychain, idle_minutes: 0 }),
  backups: () => ({ folder: '', backups: [
    { id: 'a', at: 'today 03:12', why: 'regular', size: '1.2 MB' },
    { id: 'b', at: 'yesterday 03:12', why: 'regular', size: '1.2 MB' },
    { id: 'c', at: 'Tue 24 Nov 19:12', why: 'replaced', size: '1.1 MB' },
  ] }),
};
