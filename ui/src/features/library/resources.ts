// What the screens of the library say about a resource.

import type { ReadingStatus } from '$/bindings/ReadingStatus';
import type { ResourceKind } from '$/bindings/ResourceKind';
import type { IconName } from '$/lib/icons';
import { t } from '$/lib/words';

export const kinds: readonly ResourceKind[] = ['link', 'book', 'video', 'course', 'file'];

export const iconOf: Record<ResourceKind, IconName> = {
  link: 'link', book: 'book', video: 'video', course: 'graduation-cap', file: 'file',
};

export const statuses = (['to_read', 'reading', 'read'] as const satisfies readonly ReadingStatus[])
  .map((value) => ({ value, label: t(`resource-status-${value}`) }));

/** What a resource without a name is called. */
export const nameOf = (row: { title: string }): string => row.title || t('resource-untitled');
