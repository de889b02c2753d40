import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import { calendarFile, imports } from '../../gallery/imports';
import { profile } from '../../gallery/profile';
import { useHost } from '$/host';
import { memoryHost, type MemoryHost } from '$/host/memory';
// Loaded when it is needed; here it is there already.
import './ImportDialog.svelte';
import Importing from './Importing.svelte';
import { chooseCalendar, importing } from './importing.svelte';

let host: MemoryHost;
beforeEach(() => {
  importing.preview = undefined;
  host = memoryHost({ ...profile, ...imports });
  useHost(host);
});
const argsOf = (command: string): unknown[] => host.calls.filter((call) => call.name === command).map((call) => call.args);

function dropFile(file: File): void {
  const event = new Event('drop', { bubbles: true, cancelable: true });
  Object.assign(event, { dataTransfer: { types: ['Files'], files: [file] } });
  window.dispatchEvent(event);
}

test('a file is told in full, and only what is ticked is taken in', async () => {
  render(Importing);
  await chooseCalendar();
  expect(await screen.findByText('From invitation.ics')).toBeInTheDocument();
  expect(screen.getByText('Here already')).toBeInTheDocument();
  expect(screen.getByText(/Notes and agenda stay/)).toBeInTheDocument();
  expect(screen.getByText('One is left out')).toBeInTheDocument();
  await fireEvent.click(screen.getByRole('checkbox', { name: /^Reading group/, hidden: true }));
  expect(argsOf('calendar_file_take')).toEqual([]);
  await fireEvent.click(screen.getByText('Take in 2'));
  await waitFor(() => expect(argsOf('calendar_file_take')).toEqual([{ mentorship: 'm1', zone: 'America/Chicago', lines: [4, 15] }]));
  await waitFor(() => expect(importing.preview).toBeUndefined());
  expect(argsOf('calendar_file_close')).toHaveLength(1);
});

test('without a mentorship nothing new is taken in', async () => {
  host.on({ calendar_file_choose: () => ({ ...calendarFile, mentorship: null }) });
  render(Importing);
  await chooseCalendar();
  expect((await screen.findByText('Take in 3')).closest('button')).toBeDisabled();
  await fireEvent.change(screen.getByLabelText('Where new sessions go'), { target: { value: 'm2' } });
  await waitFor(() => expect(argsOf('calendar_file_preview')).toEqual([{ mentorship: 'm2', zone: 'America/Chicago' }]));
  await waitFor(() => expect(screen.getByText('Take in 3').closest('button')).toBeEnabled());
});

test('a file that is dropped goes to Rust as bytes, and one that is too large is not even read', async () => {
  render(Importing);
  dropFile(new File(['BEGIN:VCALENDAR'], 'dropped.ics'));
  await waitFor(() => expect(argsOf('calendar_file_dropped')).toEqual([{ name: 'dropped.ics', content: btoa('BEGIN:VCALENDAR') }]));
  const large = new File([''], 'large.ics');
  Object.defineProperty(large, 'size', { value: 11 * 1024 * 1024 });
  dropFile(large);
  await Promise.resolve();
  expect(argsOf('calendar_file_dropped')).toHaveLength(1);
});
