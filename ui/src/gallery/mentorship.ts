// An invented mentorship, for its pages.

import type { MemberView } from '$/bindings/MemberView';
import type { MentorshipView } from '$/bindings/MentorshipView';
import type { Handlers } from '$/host/memory';

const member = (more: Partial<MemberView> & Pick<MemberView, 'id' | 'name'>): MemberView => ({
  me: false, pronouns: '', role: 'mentor', zone: 'Asia/Kolkata', place: 'Kolkata', clock: '06:42', day: 'tomorrow', inside_hours: false, hours: [], ...more,
});
const me = member({ id: 'p1', name: 'Marcus', me: true, role: 'mentee', zone: 'America/Chicago', place: 'Chicago', clock: '19:12', day: null, inside_hours: true });

const view = (id: string): MentorshipView => ({
  id, name: id === 'm2' ? 'Paloma' : 'Ishani', seed: 'p2', title: '', model: 'one_to_one', purpose: 'Write the paper well, and grow into the new post.', cadence: 'weekly',
  starts_on: '2026-09-14', ends_on: null, revisit_on: null, span: 'since 14 September', join_link: '', next: null,
  members: [me, id === 'm2' ? member({ id: 'p3', name: 'Paloma', zone: 'America/Denver', place: 'Denver', clock: '18:12', day: null }) : member({ id: 'p2', name: 'Ishani' })],
  counts: { goals: 2, sessions: 9, resources: 3, actions: 4, unread: 1 }, state: 'active', steps: [{ to: 'paused', wants_reason: false }, { to: 'closing', wants_reason: false }],
  life: [{ on: '14 Sep', to: 'active', by: 'Marcus', reason: null }],
  health: { days_since: 7, planned: 10, held: 9, goals_waiting: 1 } as MentorshipView['health'],
});

export const mentorship: Handlers = { mentorship_get: ({ id }) => view(id), mentorship_edit: () => null };
