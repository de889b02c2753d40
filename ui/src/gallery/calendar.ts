// Answers for the calendar, as the program once gave them on the example.

import type { CalendarAgendaView } from '$/bindings/CalendarAgendaView';
import type { DaysView } from '$/bindings/DaysView';
import type { MonthView } from '$/bindings/MonthView';
import type { ShiftView } from '$/bindings/ShiftView';
import type { Handlers } from '$/host/memory';
import kept from './calendar.json';

const answers = kept as unknown as {
  days: Record<string, DaysView>;
  weeks: Record<string, DaysView>;
  months: Record<string, MonthView>;
  agendas: Record<string, CalendarAgendaView>;
  shift: ShiftView;
};
const march = (day?: string): boolean => day?.startsWith('2027') ?? false;
const two = (number: number): string => String(number).padStart(2, '0');
const clock = (minute: number): string => `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;

export const calendar: Handlers = {
  calendar_days: ({ span, day }) => {
    const kept = span === 'day' ? answers.days : answers.weeks;
    if (day && kept[day]) return kept[day];
    return (march(day) ? kept[span === 'day' ? '2027-03-16' : day! < '2027-03-15' ? '2027-03-08' : '2027-03-15'] : kept.now)!;
  },
  calendar_month: ({ day }) => answers.months[march(day) ? '2027-03' : 'now']!,
  calendar_agenda: ({ day }) => answers.agendas[march(day) ? '2027-03' : 'now']!,
  calendar_shift: () => answers.shift,
  calendar_slot: ({ session, day, minute }) => ({
    day, from: minute, to: minute + 60, time: clock(minute), clocks: [{ place: 'Kolkata', time: clock(minute + 630) }],
    sentence: `${day}, ${clock(minute)} for you; ${clock(minute + 630)} for Ishani`, typed: `${day} ${clock(minute)}`, same: false,
    warning: minute + 630 >= 1440 && minute + 630 < 1440 + 480 ? 'Outside the hours that Ishani gave.' : null,
    scopes: session ? ['one', 'following', 'all'] : [],
  }),
  calendar_move: () => ({ carried: 0 }),
};
