import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import type { SmartLetter } from '$/bindings/SmartLetter';
import { goals } from '../../gallery/goals';
import kept from '../../gallery/goals.json';
import { useHost } from '$/host';
import { memoryHost, type MemoryHost } from '$/host/memory';
import CheckInDialog from './CheckInDialog.svelte';
import { GoalDraft } from './draft.svelte';
import EditableText from './EditableText.svelte';
import Goal from './Goal.svelte';
import GoalList from './GoalList.svelte';
import NewGoal from './NewGoal.svelte';
import type { GoalView } from '$/bindings/GoalView';

const paper = kept.paper as unknown as GoalView;
const own = kept.own as unknown as GoalView;
const pair = paper.mentorship!;

let host: MemoryHost;
beforeEach(() => {
  location.hash = '';
  host = memoryHost({
    ...goals, check_in_save: () => ({ check_in: 'c' }), check_in_remove: () => null, goal_place: () => ({ goal: 'copy' }),
    milestone_reach: () => null, milestone_save: () => ({ milestone: 'm' }), milestone_move: () => null, goal_share: () => ({ goal: 'copy' }),
  });
  useHost(host);
});
const argsOf = (command: string): Record<string, unknown>[] =>
  host.calls.filter((call) => call.name === command).map((call) => call.args as Record<string, unknown>);
const letter = (verdict: SmartLetter['verdict'], reason: string): SmartLetter =>
  ({ letter: 'specific', initial: 'S', name: 'Specific', verdict, reasons: [reason] });

test('while one types the letters answer under their fields, and aloud', async () => {
  host.on({ goal_smart: ({ specific }) => [specific ? letter('look_again', '“more” than what?') : letter('missing', 'Say what will be there.')] });
  render(NewGoal, {});
  expect(await screen.findByText('Say what will be there.')).toBeInTheDocument();
  await fireEvent.input(screen.getByLabelText('What exactly will be there?'), { target: { value: 'Read more papers' } });
  await waitFor(() => expect(screen.getByText('“more” than what?')).toBeInTheDocument());
  const aloud = screen.getAllByRole('status').find((one) => one.getAttribute('aria-live') === 'polite');
  expect(aloud).toHaveTextContent('Specific: “more” than what?');
});

test('a new goal is kept as it is typed, by the person alone unless she says otherwise', async () => {
  render(NewGoal, {});
  expect(await screen.findByRole('radio', { name: /Only you/ })).toBeChecked();
  await fireEvent.input(screen.getByLabelText('Your goal in a few words'), { target: { value: 'Learn SQL' } });
  await waitFor(() => expect(argsOf('goal_save')).toHaveLength(1));
  expect(argsOf('goal_save')[0]).toMatchObject({ title: 'Learn SQL', shared_in: undefined });
  await fireEvent.click(screen.getByRole('radio', { name: /Shared with Ishani/ }));
  await waitFor(() => expect(argsOf('goal_place')).toEqual([{ goal: kept.draft.id, shared_in: pair }]));
});

test('a weak goal can be started all the same; one without a title is told so at the title', async () => {
  host.on({ goal_status: () => { throw { code: 'empty', params: { field: 'title' } }; } });
  render(NewGoal, {});
  await screen.findByRole('radio', { name: /Only you/ });
  await fireEvent.click(screen.getByRole('button', { name: 'Start this goal' }));
  await waitFor(() => expect(screen.getByLabelText('Your goal in a few words')).toBeInvalid());
  expect(argsOf('goal_save')).toEqual([]);
  host.on({ goal_status: () => null });
  await fireEvent.input(screen.getByLabelText('Your goal in a few words'), { target: { value: 'Be better' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Start this goal' }));
  await waitFor(() => expect(location.hash).toBe(`#/goal/${kept.draft.id}`));
});

test('a field that is refused says why, and the others are kept', async () => {
  host.on({
    goal_save: ({ baseline, goal }) => {
      if (baseline === 'many') throw { code: 'not_a_number', params: { field: 'baseline', value: 'many' } };
      return { goal: goal ?? 'g' };
    },
  });
  const draft = new GoalDraft();
  draft.set('title', 'Write');
  draft.set('baseline', 'many');
  await draft.flush();
  expect(draft.errors.baseline).toContain('many');
  expect(draft.id).toBe('g');
  expect(argsOf('goal_save').at(-1)).toMatchObject({ title: 'Write' });
  expect(draft.saved).toBe('failed');
  draft.set('baseline', '5');
  await draft.flush();
  expect(draft.errors.baseline).toBeUndefined();
  expect(draft.saved).toBe('saved');
});

test('what could not be kept for want of the store is kept by the next try', async () => {
  host.on({ goal_save: () => { throw { code: 'disk_full', params: {} }; } });
  const draft = new GoalDraft();
  draft.set('title', 'Write');
  await draft.flush();
  expect(draft.saved).toBe('failed');
  host.on({ goal_save: () => ({ goal: 'g' }) });
  await draft.flush();
  expect(argsOf('goal_save').at(-1)).toMatchObject({ title: 'Write' });
  expect(draft.saved).toBe('saved');
});

test('Enter in the check-in saves it', async () => {
  render(CheckInDialog, { open: true, goal: paper });
  const value = screen.getByLabelText('How many words now?');
  await fireEvent.input(value, { target: { value: '3,000' } });
  await fireEvent.click(screen.getByRole('radio', { name: '4' }));
  await fireEvent.submit(value.closest('form')!);
  await waitFor(() => expect(argsOf('check_in_save')).toHaveLength(1));
  expect(argsOf('check_in_save')[0]).toMatchObject({ goal: paper.id, value: '3,000', confidence: 4 });
  await waitFor(() => expect(screen.queryByLabelText('How many words now?')).toBeNull());
});

test('a check-in that is refused stays open with the reason at its field', async () => {
  host.on({ check_in_save: () => { throw { code: 'not_a_number', params: { field: 'value', value: 'lots' } }; } });
  render(CheckInDialog, { open: true, goal: paper });
  const value = screen.getByLabelText('How many words now?');
  await fireEvent.input(value, { target: { value: 'lots' } });
  await fireEvent.submit(value.closest('form')!);
  await waitFor(() => expect(value).toBeInvalid());
  expect(value).toHaveValue('lots');
});

test('a goal shows its pace, its letters and its stones, and c checks in', async () => {
  render(Goal, { id: paper.id });
  expect(await screen.findByText(/you finish 6 days late/)).toBeInTheDocument();
  expect(screen.getByText('3 of 6 stones')).toBeInTheDocument();
  expect(screen.getByText(/Asks for 212.words a week/)).toBeInTheDocument();
  expect(screen.getByText('Shared with Ishani')).toBeInTheDocument();
  const { activeKeys } = await import('$/lib/keys.svelte');
  activeKeys().find((key) => key.keys === 'c')!.run(new KeyboardEvent('keydown'));
  expect(await screen.findByLabelText('How many words now?')).toBeInTheDocument();
});

test('a private goal says so and offers a copy, with the exact text first', async () => {
  render(Goal, { id: own.id });
  expect(await screen.findByText('Only you')).toBeInTheDocument();
  await fireEvent.click(screen.getByText('Share a copy').closest('button')!);
  expect(await screen.findByText(/Status: Under way/)).toBeInTheDocument();
  expect(argsOf('goal_share')).toEqual([]);
  await fireEvent.submit(screen.getByText('Share with Ishani').closest('form')!);
  await waitFor(() => expect(argsOf('goal_share')[0]).toMatchObject({ goal: own.id, mentorship: pair, check_ins: [] }));
});

test('milestones are worked from the keyboard', async () => {
  render(Goal, { id: paper.id });
  const row = await screen.findByRole('group', { name: 'Results and figures' });
  await fireEvent.keyDown(row, { key: 'x' });
  await waitFor(() => expect(argsOf('milestone_reach')).toEqual([{ milestone: paper.milestones[3]!.id, reached: true }]));
  await fireEvent.keyDown(row, { key: 'ArrowUp', altKey: true });
  await fireEvent.keyDown(row, { key: 'd' });
  const day = await screen.findByLabelText('Results and figures', { selector: 'input' });
  await fireEvent.input(day, { target: { value: '26 feb' } });
  await waitFor(() => expect(screen.getByText('Set it').closest('button')).toBeEnabled());
  await fireEvent.submit(day.closest('form')!);
  await waitFor(() => expect(argsOf('milestone_save')).toHaveLength(1));
  expect(argsOf('milestone_save')[0]).toMatchObject({ milestone: paper.milestones[3]!.id, due_on: '2027-02-26' });
  // The pile grows upwards: up is later.
  await waitFor(() => expect(argsOf('milestone_move')).toEqual([{ milestone: paper.milestones[3]!.id, index: 4 }]));
});

test('text is edited where it stands, and Escape gives the focus back', async () => {
  const saved: string[] = [];
  render(EditableText, { label: 'Next step', text: 'One paragraph', placeholder: 'The next small thing', save: async (text: string) => void saved.push(text) });
  await fireEvent.click(screen.getByRole('button', { name: 'Next step: One paragraph' }));
  const field = await screen.findByRole('textbox', { name: 'Next step' });
  await fireEvent.input(field, { target: { value: 'Two paragraphs' } });
  await fireEvent.keyDown(field, { key: 'Escape' });
  await waitFor(() => expect(screen.getByRole('button', { name: /^Next step/ })).toHaveFocus());
  expect(saved).toEqual(['Two paragraphs']);
});

test('the list is grouped by who reads it; an empty one teaches', async () => {
  const { unmount } = render(GoalList, {});
  const alone = await screen.findByRole('region', { name: 'Only you' });
  expect(within(alone).getByText('Present at the regional meeting')).toBeInTheDocument();
  expect(within(alone).queryByText(paper.heading)).toBeNull();
  unmount();
  host.on({ goals_list: () => [] });
  render(GoalList, { mentorship: pair });
  expect(await screen.findByText('No goals yet')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'New goal' })).toHaveAttribute('href', `#/goals/new/${pair}`);
});

test('the field for milestones stays while one adds them', async () => {
  let milestones: GoalView['milestones'] = [];
  host.on({
    goal_get: () => ({ ...own, milestones }),
    milestone_save: () => {
      milestones = own.milestones.slice(0, 1);
      host.emit('changed', { collections: ['milestone'] });
      return { milestone: milestones[0]!.id };
    },
  });
  render(Goal, { id: own.id });
  const field = await screen.findByLabelText('New milestone');
  await fireEvent.input(field, { target: { value: 'Abstract sent' } });
  await fireEvent.keyDown(field, { key: 'Enter' });
  expect(await screen.findByRole('group', { name: 'Abstract sent' })).toBeInTheDocument();
  expect(screen.getByLabelText('New milestone')).toHaveValue('');
});
