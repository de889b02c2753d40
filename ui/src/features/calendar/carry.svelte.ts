// A meeting that somebody carries, by pointer or by keyboard. Rust says of every place what it means on each clock, before
// anything is moved.

import type { CalendarMeeting } from '$/bindings/CalendarMeeting';
import type { MoveScope } from '$/bindings/MoveScope';
import type { SlotReading } from '$/bindings/SlotReading';
import { call } from '$/host';
import { sayFailure, sayUndoable } from '$/lib/toasts.svelte';
import { t } from '$/lib/words';

export interface Carried {
  meeting: CalendarMeeting;
  /** How long it is drawn, in minutes of the day. */
  length: number;
  /** Where it would go. */
  day: string;
  minute: number;
  by: 'pointer' | 'keyboard';
}

export class Carry {
  /** What is carried, and where to. */
  now = $state.raw<Carried>();
  /** What the last place that was asked about means, and which that was. */
  #answer = $state.raw<{ asked: Carried; reading: SlotReading }>();
  /** Put down, and waits for an answer to how much of its series moves. */
  asking = $state.raw<{ carried: Carried; reading: SlotReading }>();
  /** For the ears: where it is, and what that means. */
  spoken = $state('');
  /** Where the focus goes once the calendar has been read again. */
  landed = $state.raw<{ day: string; from: number }>();
  #reads = false;

  /** What the place where it is now means; none while Rust has not said. */
  get reading(): SlotReading | undefined {
    return this.#answer && this.#answer.asked === this.now ? this.#answer.reading : undefined;
  }

  /** The day on which it would stand: another than asked where clocks skip all of that one. */
  get day(): string | undefined {
    return this.reading?.day ?? this.now?.day;
  }

  pickUp(meeting: CalendarMeeting, length: number, by: Carried['by']): void {
    if (!meeting.movable) return;
    this.now = { meeting, length, by, day: meeting.day, minute: meeting.from };
    this.spoken = t('calendar-picked-up', { name: meeting.name });
  }

  to(day: string, minute: number): void {
    if (!this.now || (this.now.day === day && this.now.minute === minute)) return;
    this.now = { ...this.now, day, minute };
    void this.#read();
  }

  /** Back to where it was. */
  leave(): void {
    if (!this.now) return;
    this.now = undefined;
    this.spoken = t('calendar-left');
  }

  async putDown(): Promise<void> {
    const carried = this.now;
    if (!carried) return;
    this.now = undefined;
    try {
      const reading = await ask(carried);
      if (reading.same) this.spoken = t('calendar-left');
      else if (reading.scopes.length > 1) this.asking = { carried, reading };
      else await this.move(carried, reading, 'one');
    } catch (thrown) {
      sayFailure(thrown);
    }
  }

  async move({ meeting, day, minute }: Carried, reading: SlotReading, scope: MoveScope): Promise<void> {
    this.asking = undefined;
    try {
      this.landed = { day: reading.day, from: reading.from };
      const { carried } = await call('calendar_move', { session: meeting.id, day, minute, scope });
      const done = scope === 'one' ? t('session-moved') : t('series-changed');
      sayUndoable(carried ? `${done} ${t('items-carried', { count: carried })}` : done);
    } catch (thrown) {
      this.landed = undefined;
      sayFailure(thrown);
    }
  }

  /** Asks about the place it is at, one at a time; what it passed meanwhile is left out. */
  async #read(): Promise<void> {
    if (this.#reads) return;
    this.#reads = true;
    try {
      for (let asked: Carried | undefined; this.now && this.now !== asked; ) {
        asked = this.now;
        const reading = await ask(asked);
        if (!this.now) break;
        this.#answer = { asked, reading };
        this.spoken = [reading.sentence, reading.warning].filter(Boolean).join('. ');
      }
    } catch (thrown) {
      this.now = undefined;
      sayFailure(thrown);
    } finally {
      this.#reads = false;
    }
  }
}

const ask = ({ meeting, day, minute }: Carried): Promise<SlotReading> => call('calendar_slot', { session: meeting.id, day, minute });
