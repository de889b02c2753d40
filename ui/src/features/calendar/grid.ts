// Where things stand in the hours of a day. Minutes are of the wall clock, as Rust gives them; nothing here knows a zone.

import type { CalendarNight } from '$/bindings/CalendarNight';

/** The height of an hour. */
export const HOUR = 40;
/** Meetings are moved in steps of so many minutes. */
export const STEP = 15;
/** A new session begins on the half hour that was pointed at. */
export const NEW_STEP = 30;
const DAY = 1440;

/** The hours that are shown, in minutes of the day. */
export interface Hours {
  from: number;
  to: number;
}

/** What is left of a day when the nights that are empty, and not opened, are folded away. */
export function shownHours(nights: readonly CalendarNight[], opened: readonly number[]): Hours {
  const folded = nights.filter((night) => night.empty && !opened.includes(night.from));
  const morning = folded.find((night) => night.from === 0);
  const evening = folded.find((night) => night.to === DAY);
  return { from: morning?.to ?? 0, to: evening?.from ?? DAY };
}

/** How far below the first shown hour a minute is, in pixels; at the edge for one that is folded away. */
export const topOf = (minute: number, hours: Hours): number =>
  ((Math.min(Math.max(minute, hours.from), hours.to) - hours.from) / 60) * HOUR;

/** The minute at so many pixels below the first shown hour, in whole steps, and within the day. */
export function minuteAt(pixels: number, hours: Hours, step = STEP): number {
  const minute = hours.from + Math.round((pixels / HOUR) * (60 / step)) * step;
  return Math.min(Math.max(minute, 0), DAY - step);
}

/** What an arrow does to a meeting that is carried: days and minutes. */
export function carryStep(key: string, shift: boolean): { days: number; minutes: number } | undefined {
  const minutes = shift ? 60 : STEP;
  return {
    ArrowUp: { days: 0, minutes: -minutes },
    ArrowDown: { days: 0, minutes },
    ArrowLeft: { days: -1, minutes: 0 },
    ArrowRight: { days: 1, minutes: 0 },
  }[key];
}

/** A minute of the day that was moved by some, and stays within the day. */
export const within = (minute: number): number => Math.min(Math.max(minute, 0), DAY - STEP);

/** Which of the meetings an arrow leads to: up and down through a day, left and right to the nearest on another day. */
export function neighbour(meetings: readonly { day: number; from: number }[], at: number, key: string): number | undefined {
  const here = meetings[at];
  if (!here) return undefined;
  const indices = meetings.map((_, index) => index);
  if (key === 'Home') return indices[0];
  if (key === 'End') return indices.at(-1);
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    const to = at + (key === 'ArrowDown' ? 1 : -1);
    return meetings[to]?.day === here.day ? to : undefined;
  }
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined;
  const beyond = indices.filter((index) => (key === 'ArrowRight' ? meetings[index]!.day > here.day : meetings[index]!.day < here.day));
  const days = beyond.map((index) => meetings[index]!.day);
  const day = key === 'ArrowRight' ? Math.min(...days) : Math.max(...days);
  const away = (index: number): number => Math.abs(meetings[index]!.from - here.from);
  return beyond.filter((index) => meetings[index]!.day === day).sort((one, other) => away(one) - away(other))[0];
}
