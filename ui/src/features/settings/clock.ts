// Minutes after midnight and what a native time field holds. Civil arithmetic only: no zone, no date.

/** 555 is "09:15". A day's end, 1440, is "00:00". */
export const fieldOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** "09:15" is 555; nothing where the field is empty. */
export function minutesOf(field: string): number | undefined {
  const match = /^(\d{2}):(\d{2})/.exec(field);
  return match ? Number(match[1]) * 60 + Number(match[2]) : undefined;
}
