// An invented conversation, and a note that was written twice at once. ?long is a conversation of 10,000 messages.

import type { CompareView } from '$/bindings/CompareView';
import type { ConcurrentView } from '$/bindings/ConcurrentView';
import type { MessageDay } from '$/bindings/MessageDay';
import type { MessageView } from '$/bindings/MessageView';
import type { MentorshipView } from '$/bindings/MentorshipView';
import type { Handlers } from '$/host/memory';

const isLong = new URLSearchParams(location.search).has('long');

const message = (id: string, me: boolean, time: string, text: string, more: Partial<MessageView> = {}): MessageView => ({
  id, me, time, text, by: me ? 'Marcus' : 'Ishani', seed: me ? 'p1' : 'p2', html: `<p>${text}</p>`, follows: false, fresh: false, delivery: me ? 'sent' : null,
  card: null, ...more,
});

let days: MessageDay[] = [
  {
    day: '2026-11-16', label: 'Monday 16 November', entries: [
      message('1', true, '19:05', 'Clinic 7', { html: '<p>Clinic 7 sent the extract again, in a <em>third</em> format. I wrote down what I did:</p><ul><li>read both columns as dates</li><li>kept the later one where they differ</li></ul>' }),
      message('2', false, '21:31', 'Good. Put exactly that sentence into the Methods.'),
    ],
  },
  {
    day: '2026-11-17', label: 'Tuesday 17 November', entries: [
      message('3', false, '22:02', 'You said yes to leading the review, and slept badly. I heard both.', { html: '', card: { motif: 'sunrise', to: 'Marcus' } }),
    ],
  },
  {
    day: '2026-11-23', label: 'Yesterday', entries: [
      message('4', true, '20:48', 'The curves by clinic are drawn.'),
      message('5', true, '20:49', 'Clinic 7 dips at day 12, and I think it is late data. Can we begin with that?', { follows: true, delivery: 'waiting' }),
      message('6', false, '21:20', 'Yes, let us begin there.', { fresh: true }),
    ],
  },
];
if (isLong) {
  const numbers = Array.from({ length: 10_000 }, (_, n) => n);
  days = [{ day: '2026-11-23', label: 'Yesterday', entries: numbers.map((n) => message(`m${n}`, n % 3 === 0, '21:20', `Message ${n}${' and more'.repeat(n % 17)}`)) }];
}

const between = (list: MessageDay[], from: number, to: number): MessageDay[] => {
  let at = -1;
  const shown = list.map((day) => ({ ...day, entries: day.entries.filter(() => (at++, at >= from && at < to)) }));
  return shown.filter((day) => day.entries.length);
};

export const theMentorship: MentorshipView = {
  id: 'm1' as never, name: 'Ishani', seed: 'p2', title: '', model: 'one_to_one', purpose: 'Write the readmission paper well.', cadence: 'weekly',
  starts_on: '2026-09-18', ends_on: null, revisit_on: null, span: 'Since 18 September', join_link: '',
  members: [
    { id: 'p1', name: 'Marcus', me: true, pronouns: '', role: 'mentee', zone: 'America/Chicago', place: 'Chicago', clock: '19:12', day: null, inside_hours: true, hours: [] },
    { id: 'p2', name: 'Ishani', me: false, pronouns: '', role: 'mentor', zone: 'Asia/Kolkata', place: 'Kolkata', clock: '06:42', day: 'tomorrow', inside_hours: false, hours: [] },
  ],
  next: null, counts: { goals: 2, sessions: 9, resources: 4, actions: 5, unread: 1 }, state: 'active', steps: [], life: [],
  health: { days_since: 7, held: 9, planned: 10, goals_waiting: 1 },
};

export const twice: ConcurrentView = {
  kind: 'note', id: 'n1', field: 'text', stamp: 'aa', name: 'Note', quote: '', private: false,
  text: 'Somebody else also changed this at 14:02. What you wrote here stands.',
};

const compared: CompareView = {
  name: 'Note', private: false,
  standing: { who: 'You', at: 'at 14:00', parts: [{ text: '# Plan\nDraw ', only: false }, { text: 'two', only: true }, { text: ' curves\nWrite the caption\n', only: false }] },
  other: { who: 'Somebody else', at: 'at 14:02', parts: [{ text: '# Plan\nDraw ', only: false }, { text: 'the', only: true }, { text: ' curves\nWrite ', only: false }, { text: 'a long', only: true }, { text: ' caption\n', only: false }] },
  combined: { text: '# Plan\nDraw two curves\nWrite a long caption\n', clashes: 0 },
};

export const messages: Handlers = {
  mentorship_get: () => theMentorship,
  messages_list: ({ from, around, count, cards }) => {
    const all = cards ? days.map((day) => ({ ...day, entries: day.entries.filter((entry) => entry.card) })).filter((day) => day.entries.length) : days;
    const entries = all.flatMap((day) => day.entries);
    const last = Math.max(0, entries.length - count);
    const place = around ? entries.findIndex((entry) => entry.id === around) : -1;
    const first = Math.min(place >= 0 ? Math.max(0, place - Math.floor(count / 2)) : from ?? last, last);
    return { total: entries.length, from: first, days: between(all, first, first + count), names: 'Ishani', connected: !isLong, unread: 1 };
  },
  messages_seen: () => null,
  message_send: () => 'new',
  message_delete: () => null,
  message_draft: () => '',
  message_draft_save: () => null,
  message_open_link: () => null,
  card_send: () => 'card',
  card_delete: () => null,
  concurrent_list: () => [twice],
  concurrent_compare: () => compared,
  concurrent_decide: () => null,
};
