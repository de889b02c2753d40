// Answers for the screens of goals, as the program once gave them.

import type { GoalView } from '$/bindings/GoalView';
import type { Handlers } from '$/host/memory';
import kept from './goals.json';

const answers = kept as unknown as {
  groups: never; paper: GoalView; own: GoalView; draft: GoalView; places: never; letters: never; preview: never;
};
const all = [answers.paper, answers.own, answers.draft];

export const goals: Handlers = {
  goals_list: () => answers.groups,
  goal_places: () => answers.places,
  goal_get: ({ goal }) => all.find((one) => one.id === goal) ?? answers.paper,
  goal_smart: () => answers.letters,
  goal_save: ({ goal }) => ({ goal: goal ?? answers.draft.id }),
  goal_status: () => null,
  goal_share_preview: () => answers.preview,
  resources_list: () => ({ resources: [], tags: [], all: 0 }),
  date_read: ({ text }) => ({ date: '2027-02-26', time: null, starts: null, zone: 'America/Chicago', readback: text, more: null, warn: false }),
};
