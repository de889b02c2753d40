// The ways to show the calendar, in the order in which they stand; the first letter and the number are their keys.

export const kinds = ['day', 'week', 'month', 'agenda'] as const;
export type Kind = (typeof kinds)[number];
