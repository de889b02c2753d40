// Where things stand on a day's strips. Positions are minutes of the day.

import type { PlannerCell } from '$/bindings/PlannerCell';
import type { PlannerDay } from '$/bindings/PlannerDay';
import type { PlannerMark } from '$/bindings/PlannerMark';

/** What a start can cost by the hour. */
export const costs = [0, 1, 2, 4, 10] as const;

/** An hour's number under the chosen time, or so many minutes beside it, is left out: the time stands there. */
export const isUnder = (
  cell: Pick<PlannerCell, 'at' | 'length'>, marks: readonly Pick<PlannerMark, 'at' | 'length'>[], beside: number,
): boolean =>
  marks.some((mark) => {
    const middle = cell.at + cell.length / 2;
    return middle > mark.at - beside && middle < mark.at + Math.max(mark.length, 60) + beside;
  });

/** When a time is in the stretch is said above it: of the day that is shown always, of others where so many minutes are free. */
export const isLabelled = <Mark extends Pick<PlannerMark, 'at' | 'today'>>(mark: Mark, marks: readonly Mark[], room: number): boolean =>
  mark.today || marks.every((other) => other === mark || Math.abs(other.at - mark.at) >= room);

/** The longest window is named: behind it, or before it where there is no room behind. */
export function bracketName(day: Pick<PlannerDay, 'common' | 'length'>): { at: number; text: string; before: boolean } | undefined {
  const longest = day.common.toSorted((a, b) => b.to - b.from - (a.to - a.from))[0];
  if (!longest) return undefined;
  const before = longest.to > day.length * 0.66;
  return { at: before ? longest.from : longest.to, text: longest.text, before };
}
