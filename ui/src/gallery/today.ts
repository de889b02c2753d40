// An invented day, for looking at Today in a plain browser and for its tests.

import type { ActionView } from '$/bindings/ActionView';
import type { AlertView } from '$/bindings/AlertView';
import type { MentorshipRow } from '$/bindings/MentorshipRow';
import type { TodayView } from '$/bindings/TodayView';
import type { When } from '$/bindings/When';

const action = (more: Partial<ActionView> & Pick<ActionView, 'id' | 'text'>): ActionView => ({
  done: false, owner: null, mine: true, due: 'Today', due_on: '2026-11-24', urgency: 'now', goal: null, goal_id: null, session: null,
  mentorship: 'm1', private: false, ...more,
});
const ishani = { id: 'p2', name: 'Ishani', role: 'mentor', me: false } as const;

const clock = { member: null, name: 'You', place: 'Chicago', start: '20:30', end: '21:30', span: '20:30–21:30', date: 'Tue 24 Nov', near: 'today', day_shift: 0 };
const when: When = {
  starts: 1, minutes: 60, phase: 'before', distance: 'in 1 h 18 min', notice: null, older_rules: null,
  mine: { ...clock, label: 'You, in Chicago', line: 'You 20:30–21:30', inside_hours: true },
  others: [{ ...clock, member: 'p2', name: 'Ishani', label: 'Ishani, tomorrow in Kolkata', line: 'Ishani 08:00–09:00, Wed 25 Nov', inside_hours: true }],
};

const view: TodayView = {
  date: 'Tuesday 24 November',
  is_empty: false,
  unread: { text: 'A new message from Ishani', mentorship: 'm1' },
  next: {
    id: 's', mentorship: 'm1', title: 'Survival curves, then the Results section', facts: 'Session 10 with Ishani · 1 h · Every Tuesday at 20:30',
    with: { name: 'Ishani', seed: 'p2', count: null }, countdown: '1 h 18 min', when, joinable: true,
    band: {
      length: 18, now: 7.2, session: { at: 8.5, length: 1 },
      lanes: [
        {
          id: 'me', time: '20:30–21:30', who: 'You, in Chicago', now: '19:12', start: '20:30', nights: [{ from: 5.25, to: 20 }],
          days: [{ at: 0, label: 'Tue 24' }, { at: 12, label: 'Wed 25' }], hours: [{ at: 3, label: '15' }, { at: 6, label: '18' }, { at: 15, label: '03' }],
        },
        {
          id: 'p2', time: '08:00–09:00', who: 'Ishani, tomorrow in Kolkata', now: '06:42', start: '08:00', nights: [{ from: -2, to: 6.75 }],
          days: [{ at: 0.5, label: 'Wed 25' }], hours: [{ at: 3.5, label: '03' }, { at: 6.5, label: '06' }, { at: 12.5, label: '12' }],
        },
      ],
    },
  },
  mine: [
    action({ id: 'a1', text: 'Draw the survival curves again', goal: 'Readmission paper', goal_id: 'g1' }),
    action({ id: 'a2', text: 'Write down three things that went well', due: 'Thu 26', urgency: 'none', private: true }),
  ],
  theirs: [action({ id: 'a3', text: 'Comment on the Methods draft', owner: ishani, mine: false })],
  more_actions: 0,
  goals: [
    { id: 'g1', title: 'Readmission paper', facts: '2,880 words, line at 3,265', meter: { done: 0.35, line: 0.43 }, levels: null, private: false },
    { id: 'g2', title: 'Lead the data review', facts: '1 of 4 stones', meter: null, levels: { reached: 1, total: 4 }, private: false },
  ],
  nudge: {
    key: 'ending/m2', text: 'You and Paloma planned to end on 14 December. A session is a good place to look back.', act: 'agenda',
    mentorship: 'm2', session: 's2',
  },
  week: ['Wed 25', 'Thu 26', 'Fri 27', 'Sat 28', 'Sun 29', 'Mon 30', 'Tue 1'].map((label) => ({
    label,
    items: label === 'Mon 30'
      ? [{ kind: 'session' as const, text: '12:00 Paloma', there: '11:00 for her', route: '/session/s2', private: false }]
      : [],
  })),
};

const rows: MentorshipRow[] = [
  { id: 'm1', name: 'Ishani', seed: 'p2', count: null, clock: '06:42', place: 'Kolkata', waits: true, unread: 1, state: 'active' },
  { id: 'm2', name: 'Paloma', seed: 'p3', count: null, clock: '18:12', place: 'Denver', waits: false, unread: 0, state: 'active' },
  { id: 'm3', name: 'Stats circle', seed: 'm3', count: 4, clock: null, place: null, waits: false, unread: 0, state: 'active' },
];

const alerts: AlertView[] = [{
  id: 'reminder/shift/1', kind: 'shift', title: 'Your meetings with Ishani come at another time', mentorship: 'm1', session: 's',
  lines: ['From Wednesday 17 March it is 07:00 for Ishani, not 08:00: your clocks change.', '07:00 is outside the hours Ishani gave.'],
}];

export const today = { today: (): TodayView => view, alerts: (): AlertView[] => alerts, mentorships_list: (): MentorshipRow[] => rows };
