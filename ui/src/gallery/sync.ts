// Invented answers for sync. ?sync=off, synced (as without), working, waiting, offline, needs, stopped; &beside for an invite of somebody one meets already; &wrong=CODE lets what
// speaks to the server fail so.

import type { DevicesView } from '$/bindings/DevicesView';
import type { InvitePreview } from '$/bindings/InvitePreview';
import type { InviteReading } from '$/bindings/InviteReading';
import type { SentRow } from '$/bindings/SentRow';
import type { SharingMember } from '$/bindings/SharingMember';
import type { SharingView } from '$/bindings/SharingView';
import type { SyncNeed } from '$/bindings/SyncNeed';
import type { SyncStatus } from '$/bindings/SyncStatus';
import type { SyncView } from '$/bindings/SyncView';
import type { WaitingRow } from '$/bindings/WaitingRow';
import type { Failure } from '$/host';
import type { Handlers } from '$/host/memory';

const asked = new URLSearchParams(location.search);
const mode = asked.get('sync') ?? 'synced';
const server = 'cairn.example.org';
const isOff = mode === 'off';

const keysChanged: SyncNeed = {
  id: 'n1', title: 'Ishani’s keys changed', route: '/mentorship/m1/about', can_put_away: false, settle: 'Go on with the keys known before',
  text: 'That happens when Ishani lost all devices and began anew, or when somebody pretends to be Ishani. Sync of what you share is stopped: nothing new is sent or taken in. All you have stays here, and you can go on writing. Ask Ishani, by voice, before you go on.',
};
const quiet: SyncStatus = {
  text: 'Synced 12 s ago', tone: 'synced', detail: 'Everything is on the server.', next: null, again_in: null, waiting: 0, needs: [],
};
const statuses: Record<string, SyncStatus> = {
  synced: quiet,
  working: { ...quiet, text: 'Fetching 412 of 2,031', tone: 'working', detail: 'You can go on writing meanwhile.' },
  waiting: { ...quiet, text: '3 changes waiting', tone: 'waiting', detail: 'They are kept here, and go with the next try.', waiting: 3, next: 'Tries again in 40 s' },
  offline: { ...quiet, text: 'Offline', tone: 'offline', detail: 'The server cannot be reached since 18:40. Everything is kept here, and 3 changes wait.', waiting: 3, next: 'Tries again in 2 min' },
  needs: {
    ...quiet, text: 'Needs you', tone: 'needs_you', detail: 'The rest goes on.',
    needs: [keysChanged],
  },
};
statuses.stopped = statuses.needs!;

const reading: InviteReading = {
  link: `cairn://join/${server}/06DKJQ4R2M8W0X1T5V7Y9Z3ABC#5G7H2K4M6N8P0Q1R3S5T7V9W0X`, server, trust: 'authority',
  trust_text: 'A public authority vouches for it, as for any website.',
};
const preview: InvitePreview = {
  reading, inviter: 'Ishani', mentorship: 'Readmission paper', role: 'mentee', expires: 'until 9 December', member_of: null, beside: asked.has('beside') ? 'You keep a mentorship with Ishani on this computer already. This one will stand beside it, and what is in yours stays with you.' : null,
  leaves: [
    { what: 'What is written in this mentorship, by you and by the others', readers: 'Its members can read it', private: false },
    { what: 'Your own notes, goals and settings, and mentorships that nobody has joined', readers: 'Only your own devices can read them', private: true },
  ],
};

const joined: string[] = ['verified', 'unverified', 'key_changed'];
const member = (more: Partial<SharingMember> & Pick<SharingMember, 'member' | 'name' | 'state' | 'text'>): SharingMember => ({ me: false, account: joined.includes(more.state) ? `a-${more.member}` : null, invite: null, ...more });
const six = ['harbour', 'velvet', 'orchid', 'ladder', 'comet', 'saffron'];
const me = member({ member: 'p1', name: 'Marcus', me: true, state: 'me', text: 'You' });
const sharing = (id: string): SharingView => {
  if (isOff) return { syncs: false, text: 'It is on this computer alone.', members: [me, member({ member: 'p2', name: 'Ishani', state: 'not_joined', text: 'Has not joined' })], stop: null, can_leave: false };
  if (id === 'm2') {
    return {
      syncs: true, text: 'It is on your own devices alone, until somebody joins.', stop: null, can_leave: false,
      members: [me, member({ member: 'p3', name: 'Paloma', state: 'not_joined', text: 'Has not joined' })],
    };
  }
  const changed = mode === 'stopped';
  return {
    syncs: true, text: 'It is on the devices of those who joined. The server in between cannot read it.', can_leave: true,
    stop: changed ? { need: keysChanged, account: 'a-p2', name: 'Ishani' } : null,
    members: [
      me,
      changed ? member({ member: 'p2', name: 'Ishani', state: 'key_changed', text: 'Keys changed' })
        : member({ member: 'p2', name: 'Ishani', state: 'verified', text: 'Joined, verified by the invite' }),
      member({ member: 'p4', name: 'Tomás', state: 'unverified', text: 'Joined, not verified yet' }),
      member({ member: 'p5', name: 'Maya', state: 'invited', text: 'Waiting for Maya, until 9 December', invite: 'i1' }),
      member({ member: 'p6', name: 'Aroha', state: 'not_joined', text: 'Has not joined' }),
      member({ member: 'p7', name: 'Lucía', state: 'left', text: 'Has left' }),
    ],
  };
};

const devices: DevicesView = {
  devices: [
    { id: '1', name: 'Study laptop', this: true, seen: null, added: '14 September', revoked: false },
    { id: '2', name: 'Desktop at the institute', this: false, seen: 'today 09:12', added: '2 October', revoked: false },
    { id: '3', name: 'Old netbook', this: false, seen: '3 June', added: '14 September', revoked: true },
  ],
};

const view: SyncView = {
  connection: isOff ? null : { server, trust_text: 'A public authority vouches for it, as for any website.', address: server },
  status: isOff ? null : (statuses[mode] ?? quiet),
  spaces: isOff ? [] : [
    { id: 'me', name: 'Only you', private: true, text: 'Notes, goals and settings of your own; only your devices can read them', route: null },
    { id: 'm1', name: 'Ishani', private: false, text: 'You and Ishani can read it', route: '/mentorship/m1' },
  ],
  recovery: mode !== 'waiting',
};

const many = asked.has('many') ? 10_000 : 7;
const things = ['Goal “Submit the readmission paper”', 'Session “Survival curves, then the Results section”', 'Note of the session on 17 November', 'Action “Draw the curves again without clinic 7”', 'Agenda “Which figure carries the Results section?”'];
const waitingRow = (index: number): WaitingRow => ({
  id: String(index), what: index % 4 === 2 ? 'Your note of the session on 17 November' : things[index % things.length]!, fields: ['title, target', 'when, length', 'text', 'text, done', 'text, place in the list'][index % 5]!,
  to: index % 4 === 2 ? 'to your own devices' : 'to Ishani, in your mentorship', private: index % 4 === 2,
});
const sentRow = (index: number): SentRow => ({
  id: String(index), at: index < 3 ? 'today 19:12' : 'yesterday 20:41', what: index % 3 ? things[index % things.length]! : `${things[index % things.length]!} and ${index % 7 + 2} more`,
  to: index % 4 === 2 ? 'to your own devices' : 'to Ishani, in your mentorship', size: `${(1 + index % 9 / 10).toFixed(1)} kB`, private: index % 4 === 2,
});
const page = <Row>(from: number, row: (index: number) => Row): { total: number; rows: Row[] } =>
  ({ total: many, rows: Array.from({ length: Math.max(0, Math.min(100, many - from)) }, (_, i) => row(from + i)) });

function reach<Answer>(answer: Answer): Answer {
  const code = asked.get('wrong');
  if (code) throw { code, params: { server, value: '', seconds: 30 } } satisfies Failure;
  return answer;
}
const soon = <Answer>(answer: Answer, ms = 900): Promise<Answer> => new Promise((done) => setTimeout(() => done(answer), ms));

export const sync = {
  sync_status: () => (isOff ? null : (statuses[mode] ?? quiet)),
  sync_now: () => null,
  sync_cancel: () => null,
  sync_put_away: () => null,
  sync_settle: () => null,
  sync_view: () => view,
  sync_disconnect: () => null,
  sync_delete_account: () => reach(null),
  invite_read: ({ link }) => {
    if (!link.startsWith('cairn://join/')) throw { code: 'not_an_invite', params: { field: 'link' } } satisfies Failure;
    return link.includes('127.0.0.1') ? { ...reading, link, server: '127.0.0.1:8080', trust: 'plain', trust_text: 'It is this computer itself, so nothing is encrypted on the way.' } : { ...reading, link };
  },
  invite_waiting: () => null,
  invite_look: ({ link }) => reach({ ...preview, reading: { ...reading, link } }),
  invite_accept: () => reach({ mentorship: 'm1', waits_for: 'Ishani' }),
  invite_make: () => reach({ invite: 'i2', link: reading.link, expires: 'until 9 December', reads: 'Maya can then read all that is shared here, also what was written before. Your own notes stay yours.' }),
  invite_withdraw: () => reach(null),
  sharing_view: ({ id }) => sharing(id),
  sharing_words: () => ({ words: six }),
  sharing_compared: () => null,
  sharing_leave: () => reach(null),
  sharing_end: () => reach(null),
  sharing_take_out: () => reach(null),
  devices_list: () => devices,
  device_name: () => null,
  device_add_begin: () => reach({ link: `cairn://device/${server}/06DKJQ4R2M8W0X1T5V7Y9Z3ABC` }),
  device_add_words: () => soon({ words: ['harbour', 'velvet', 'orchid'] }, 2500),
  device_add_answer: () => reach(null),
  device_add_cancel: () => null,
  device_revoke: () => reach(null),
  enrol_begin: () => reach(soon({ words: ['harbour', 'velvet', 'orchid'] })),
  enrol_finish: () => new Promise<never>(() => {}),
  account_restore: () => reach(new Promise<never>(() => {})),
  ledger_view: () => ({
    syncs: !isOff, server,
    spaces: isOff ? [] : [{ id: 'me', name: 'Only you', private: true }, { id: 'm1', name: 'Ishani', private: false }],
  }),
  ledger_waiting: ({ from }) => (isOff ? { total: 0, rows: [] } : page(from, waitingRow)),
  ledger_sent: ({ from }) => (isOff ? { total: 0, rows: [] } : page(from, sentRow)),
  ledger_one: ({ id }) => ({
    row: sentRow(Number(id)), records: [0, 1, 3].map(waitingRow),
    seen: 'That you sent 1.1 kB to this mentorship at 19:12, from this computer. Neither who it is about nor what it says.',
  }),
  exchange_view: () => ({ written: null, taken: null }),
  exchange_write: () => ({ name: 'Ishani 2026-11-24.cairn-exchange', code: 'K7QD2-M9X4T-RW8HJ-3PNBV-6YC5S', holds: '96 KB' }),
  exchange_choose: () => ({ name: 'Marcus 2026-11-23.cairn-exchange', needs_code: true, mentorship: null }),
  exchange_dropped: ({ name }) => ({ name, needs_code: false, mentorship: 'Ishani' }),
  exchange_waiting: () => null,
  exchange_take: () => ({ mentorship: 'm1', text: 'Taken in from Ishani: 12 records are new or changed.' }),
  exchange_close: () => null,
} satisfies Handlers;
