// Answers for the library and the archive.

import type { LibraryView } from '$/bindings/LibraryView';
import type { ResourceRow } from '$/bindings/ResourceRow';
import type { ResourceView } from '$/bindings/ResourceView';
import type { Handlers } from '$/host/memory';

const row = (id: string, more: Partial<ResourceRow>): ResourceRow => ({
  id, kind: 'link', title: '', about: '', private: false, shared_with: 'Ishani', assigned_to: null, mine: false, status: 'to_read', tags: [], ...more,
});

const rows: ResourceRow[] = [
  row('r1', { kind: 'book', title: 'Survival Analysis: A Self-Learning Text', about: 'Kleinbaum and Klein', assigned_to: 'you', mine: true, status: 'reading', tags: ['statistics', 'paper'] }),
  row('r2', { kind: 'link', title: 'How to write the Results section', about: 'plos.org', assigned_to: 'you', mine: true, tags: ['writing', 'paper'] }),
  row('r3', { kind: 'file', title: 'Reviewer comments, first round', about: 'reviews-2026-11.pdf · 640 KB', private: true, shared_with: '', tags: ['paper'] }),
  row('r4', { kind: 'video', title: 'Kaplan–Meier curves in twenty minutes, slowly and with very long words in the title', about: 'youtube.com', status: 'read', tags: ['statistics'] }),
  row('r5', { kind: 'course', title: 'Causal inference for epidemiologists', about: 'Hernán and Robins', assigned_to: 'Ishani', tags: ['statistics', 'someday'] }),
];

const view = (id: string): ResourceView => {
  const found = rows.find((one) => one.id === id) ?? rows[0] as ResourceRow;
  return {
    row: found, author: found.kind === 'book' ? found.about : '', url: found.kind === 'file' ? '' : 'https://example.org/reading/survival-analysis',
    description: found.private ? 'Reviewer 2 is right about the censoring. Read again before I answer.' : 'Chapters 1 to 3 are enough for the Results section. Chapter 2 has the curve we talked about on Tuesday.',
    file: found.kind === 'file' ? found.about : null, mentorship: found.private ? null : 'm1',
    people: found.private ? [] : [{ id: 'me', name: 'Marcus', me: true }, { id: 'p2', name: 'Ishani', me: false }],
    names: found.private ? '' : 'Ishani', assigned_to: found.mine ? 'me' : null, goal: 'g1', session: null,
    goals: [{ id: 'g1', label: 'Submit the methods paper' }, { id: 'g2', label: 'Learn survival analysis' }],
    sessions: found.private ? [] : [{ id: 's1', label: 'Tue 24 Nov · Survival curves, then the Results section' }],
  };
};

export const library: Handlers = {
  resources_list: ({ kind, tag, mine, private: own, find }): LibraryView => ({
    resources: rows.filter((one) => (!kind || one.kind === kind) && (!tag || one.tags.includes(tag)) && (!mine || one.mine)
      && (own === undefined || one.private === own) && (!find || one.title.toLowerCase().includes(find.toLowerCase()))),
    tags: ['paper', 'statistics', 'writing', 'someday'], all: rows.length,
  }),
  resource_get: ({ resource }) => view(resource),
  resource_save: ({ resource }) => ({ resource: resource ?? 'r1' }),
  resource_set_status: () => null,
  resource_share_preview: () => ({ names: 'Ishani', text: 'Reviewer comments, first round\nFile\nTags: paper', contacts: [] }),
  archive_write: () => ({ name: 'Cairn 2026-11-24.zip', records: 412, files: 3, size: '1.2 MB' }),
  archive_preview: () => ({
    name: 'Cairn 2026-11-17.zip', everything: true, counts: ['3 mentorships', '12 goals', '31 sessions', '40 notes', '22 actions', '9 resources'],
    new: 4, same: 380, newer: 2, older: 11, skipped: 1, files_missing: 0,
  }),
  archive_read: () => ({ name: 'Cairn 2026-11-17.zip', new: 4, newer: 2, skipped: 1 }),
};
