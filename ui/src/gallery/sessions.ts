// Invented answers for the screens of a session.

import type { ActionView } from '$/bindings/ActionView';
import type { AgendaItemView } from '$/bindings/AgendaItemView';
import type { SessionPerson } from '$/bindings/SessionPerson';
import type { SessionRow } from '$/bindings/SessionRow';
import type { SessionView } from '$/bindings/SessionView';
import type { When } from '$/bindings/When';
import type { Handlers } from '$/host/memory';

const marcus: SessionPerson = { id: 'p1', name: 'Marcus', role: 'mentee', me: true };
const ishani: SessionPerson = { id: 'p2', name: 'Ishani', role: 'mentor', me: false };

const clock = { member: null, place: '', start: '20:30', end: '21:30', span: '20:30–21:30', date: 'Tue 24 Nov', near: 'today', day_shift: 0, label: '', inside_hours: null };
const when: When = {
  starts: 1, minutes: 60, phase: 'during', distance: '24 min so far', notice: null, older_rules: null,
  mine: { ...clock, name: 'You', line: 'You 20:30–21:30' },
  others: [{ ...clock, member: 'p2', name: 'Ishani', day_shift: 1, line: 'Ishani 08:00–09:00, Wed 25 Nov' }],
};

const item = (id: string, text: string, by: SessionPerson, carried?: string, short?: string, done = false): AgendaItemView =>
  ({ id, text, by, done, carried: carried ?? null, carried_short: short ?? null });
const agenda = [
  item('a1', 'Is the dip at clinic 7 real, or late data?', marcus, undefined, undefined, true),
  item('a2', 'Which figure carries the Results section?', ishani),
  item('a3', 'How to ask for the 2025 extract', marcus, 'From 10 Nov, moved twice', '10 Nov'),
  item('a4', 'Our Tuesdays in December', ishani, 'From 17 Nov', '17 Nov'),
];

const action = (id: string, text: string, owner: SessionPerson | null, due: string, goal?: string): ActionView => ({
  id, text, owner, mine: owner?.me ?? true, done: false, due, due_on: '2026-11-29', urgency: 'none', goal: goal ?? null,
  goal_id: null, session: 's', mentorship: 'm1', private: owner === null,
});
const actions = [
  action('t1', 'Draw the curves again without clinic 7', marcus, 'Sun 29 Nov', 'Readmission paper'),
  action('t2', 'Write the caption of Figure 2 as one sentence', marcus, 'Tue 1 Dec', 'Readmission paper'),
  action('t3', 'Send the chapter on proportional hazards', ishani, 'Fri 27 Nov'),
  action('t4', 'Find the fellowship’s reference form', null, 'Wed 9 Dec'),
];

const text = '## Survival curves\n- Kaplan–Meier by clinic first, **then** Cox\n- If two curves cross, one ratio hides two stories\n- Clinic 7 reports late. Leave it out, and say so in Methods\n\n## Results section\nFigure 2 carries the paper. Table 4 moves to the';
const html = '<h2>Survival curves</h2><ul><li>Kaplan–Meier by clinic first, <strong>then</strong> Cox</li><li>If two curves cross, one ratio hides two stories</li></ul><h2>Results section</h2><p>Figure 2 carries the paper.</p>';
const mine = '## Before\nShe asks in order to think, not to test me. Breathe, then answer.\n\n## During\nWent quiet at the question about the sample size. Next time: “Give me a minute, I want to look.”\n\n## Not yet\nAsk whether she would write for the Baltimore fellowship. Closes 15 January. Wait until the Results are real.';
const mineHtml = mine.split('\n\n').map((part) => part.replace(/^## (.*)\n(.*)$/, '<h2>$1</h2><p>$2</p>')).join('');

const slot = { starts: '2026-11-24T20:30:00', zone: 'America/Chicago', typed: '2026-11-24 20:30', minutes: 60 };
const session: SessionView = {
  id: 's', mentorship: 'm1', title: 'Survival curves, then the Results section', placeholder: 'Session with Ishani', when,
  date: 'Tue 24 Nov', status: { text: 'In session, 24 min', tone: 'live', state: 'planned' }, slot, people: [marcus, ishani],
  names: 'Ishani', shared: { agenda, note: 'n1', text, html }, private: { private: true, note: 'n2', text: mine, html: mineHtml }, actions,
  previous: { id: 's0', date: 'Tue 17 Nov', title: 'Missing data' }, next: { id: 's2', date: 'Tue 1 Dec', title: '' },
  join_link: 'https://meet.example.org/us', own_link: false, repeat: 'weekly', moved: null,
  series: { id: 'r', rule: 'Every Tuesday at 20:30', clock: 'on your clock, in Chicago', until: null },
};

const row = (id: string, title: string, date: string, text: string, tone: SessionRow['status']['tone'], items = 0): SessionRow =>
  ({ id, mentorship: 'm1', title, date, when, repeats: true, open_items: items, status: { text, tone, state: tone === 'held' ? 'held' : 'planned' } });

export const sessions: Handlers = {
  session_get: () => session,
  sessions_list: () => ({
    series: [session.series!],
    upcoming: [row('s', session.title, 'Tue 24 Nov', 'In session, 24 min', 'live', 3), row('s2', 'Session with Ishani', 'Tue 1 Dec', 'Planned, in 7 days', 'ahead')],
    without_time: [],
    past: [row('s0', 'Missing data', 'Tue 17 Nov', 'Over, not logged yet', 'waits', 2), row('s1', 'How to read a table', 'Tue 10 Nov', 'Held, 55 min', 'held')],
  }),
  session_plan_draft: () => ({
    names: 'Ishani', repeat: 'weekly', minutes: 60, join_link: null,
    clocks: [{ member: 'p1', label: 'Yours, in Chicago', zone: 'America/Chicago' }, { member: 'p2', label: 'Ishani’s, in Kolkata', zone: 'Asia/Kolkata' }],
  }),
  session_log_draft: () => ({
    id: 's', title: session.title, when: 'Tue 24 Nov, 20:30–21:30', outcome: 'held', by_role: null, people: [marcus, ishani], minutes: 56,
    note: text, actions, open_items: agenda.slice(1).map((one) => one.text),
    next: { slot: { ...slot, typed: '2026-12-01 20:30' }, source: 'from the series', planned: true },
  }),
  session_log: () => ({ carried: 3, next: 's2' }),
  session_prepare: () => ({
    id: 's', when, last: { id: 's0', date: 'Tue 17 Nov', html }, private_html: '<p>She asks in order to think, not to test me.</p>', actions,
    goals: [{ id: 'g', title: 'Submit the readmission paper', due: '18 Dec', late: false, private: false }], shared: session.shared,
  }),
  note_excerpt_preview: ({ excerpt }) => ({ text: excerpt ?? mine, names: 'Ishani', details: [] }),
  note_save: ({ text }) => text,
  action_choices: () => ({ owners: [{ id: 'p1', label: 'You', private: false }, { id: 'p2', label: 'Ishani', private: false }], goals: [] }),
  actions_list: () => actions,
  date_read: ({ text }) => ({
    date: '2026-12-01', time: '20:30', starts: '2026-12-01T20:30:00', zone: 'America/Chicago', more: null, warn: false,
    readback: text.includes(':') ? 'Tuesday 1 December, 20:30 for you; Wednesday 08:00 for Ishani' : 'Tuesday 1 December',
  }),
};
