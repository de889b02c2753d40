// Typed dates, as DateField asks for them. Rust reads them; see `date_read`.

import { call } from '$/host';

export interface Moment {
  /** On the wall clock of `zone`: "2026-11-24T20:30:00". */
  starts: string;
  zone: string;
}

interface Read<Value> {
  value: Value;
  readback: string;
  more?: string;
  warn?: boolean;
}

/** A day: "2026-11-24". */
export async function readDay(text: string): Promise<Read<string>> {
  const { date, readback, more, warn } = await call('date_read', { text });
  return { value: date, readback, more: more ?? undefined, warn };
}

/** A meeting of a mentorship, said on every member's clock; `zone` is the clock it is typed on. */
export async function readMoment(text: string, mentorship: string, zone: string, minutes?: number): Promise<Read<Moment>> {
  const read = await call('date_read', { text, mentorship, zone, minutes });
  return {
    value: { starts: read.starts ?? '', zone: read.zone },
    readback: read.readback,
    more: read.more ?? undefined,
    warn: read.warn,
  };
}
