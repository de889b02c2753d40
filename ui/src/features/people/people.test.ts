import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import type { AddMentorship as Added } from '$/bindings/AddMentorship';
import { useHost } from '$/host';
import { memoryHost, type MemoryHost } from '$/host/memory';
import AddMentorship from './AddMentorship.svelte';

const kolkata = { id: 'Asia/Kolkata', city: 'Kolkata', country: 'India', now: '06:42', offset: 'UTC+5:30' };
let host: MemoryHost;
beforeEach(() => {
  host = memoryHost({
    zones_find: () => [kolkata],
    zone_read: () => ({ zone: kolkata, now: 'It is 06:42 on Wednesday 25 November for Ishani.', more: 'Ishani is 11½ hours ahead.' }),
    mentorship_add: ({ members }) => {
      if (!members[0]!.name.trim()) throw { code: 'empty', params: { field: 'name', value: '' } };
      return 'm9';
    },
  });
  useHost(host);
});

const added = (): Added[] => host.calls.filter((call) => call.name === 'mentorship_add').map((call) => call.args as Added);

async function type(label: string, text: string): Promise<void> {
  await fireEvent.input(screen.getByRole(label === 'Where the clock runs' ? 'combobox' : 'textbox', { name: label }), { target: { value: text } });
}

test('a name and a place are enough, and the place is read back', async () => {
  render(AddMentorship);
  await type('Name', 'Ishani');
  await type('Where the clock runs', 'kolk');
  await fireEvent.keyDown(await waitFor(() => {
    const field = screen.getByRole('combobox', { name: 'Where the clock runs' });
    expect(field).toHaveAttribute('aria-expanded', 'true');
    return field;
  }), { key: 'Enter' });
  await screen.findByText('It is 06:42 on Wednesday 25 November for Ishani.');
  await fireEvent.click(screen.getByRole('button', { name: 'Begin' }));
  await waitFor(() => expect(location.hash).toBe('#/mentorship/m9'));
  expect(added()[0]).toMatchObject({ model: 'one_to_one', role: 'mentee', members: [{ name: 'Ishani', zone: 'Asia/Kolkata', role: 'mentor' }] });
});

test('what is missing is said at its field, and what was typed stays', async () => {
  render(AddMentorship);
  await fireEvent.click(screen.getByRole('button', { name: 'Begin' }));
  await screen.findByText('This needs a few words.');
  await type('Name', 'Ishani');
  await fireEvent.click(screen.getByRole('button', { name: 'Begin' }));
  await screen.findByText(/The place is missing/);
  expect(screen.getByRole('textbox', { name: 'Name' })).toHaveValue('Ishani');
});

test('whoever mentors has a mentee', async () => {
  render(AddMentorship);
  await fireEvent.change(screen.getByRole('combobox', { name: 'You are the' }), { target: { value: 'mentor' } });
  expect(screen.getByRole('combobox', { name: 'Role' })).toHaveValue('mentee');
});
