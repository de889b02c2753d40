// Minutes after midnight and how people write them. Civil arithmetic only: no zone, no date.

/** 555 is "09:15"; the end of a day, 1440, is "24:00". */
export const fieldOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** "9", "9:15", "9.15", "0915" and "9:15 pm" are times; nothing comes of what is none. */
export function minutesOf(typed: string): number | undefined {
  const match = /^(\d{1,2})(?:[:.h ]?(\d{2}))?\s*([ap])?\.?m?\.?$/i.exec(typed.trim());
  if (!match) return undefined;
  const half = match[3]?.toLowerCase();
  const hour = half ? (Number(match[1]) % 12) + (half === 'p' ? 12 : 0) : Number(match[1]);
  const minutes = hour * 60 + Number(match[2] ?? 0);
  return Number(match[2] ?? 0) < 60 && minutes <= 1440 ? minutes : undefined;
}
