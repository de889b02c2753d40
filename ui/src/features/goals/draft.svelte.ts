// A goal while it is being written: every field saves itself as typed, and the letters of SMART answer.

import type { GoalFields } from '$/bindings/GoalFields';
import type { SaveGoal } from '$/bindings/SaveGoal';
import type { SmartLetter } from '$/bindings/SmartLetter';
import { call, failureOf } from '$/host';
import type { SaveState } from '$/lib/saving';
import { lineOf } from '$/lib/wrong';

/** People lose at most this much when the power goes. */
const SAVE_MS = 500;
/** The letters answer when one stops for a moment. */
const ANSWER_MS = 250;

type Written = Omit<GoalFields, 'starts_text' | 'due_text'>;
export type FieldName = keyof Written;

const blank = (): Written => ({
  title: '', specific: '', measure: 'number', baseline: '', target: '', unit: '', attainable: '', relevant: '',
  starts_on: '', due_on: '', check_in_every: 'weekly', next_step: '', plan_if: '', plan_then: '', levels: [],
});

export class GoalDraft {
  /** The goal, once something was kept. */
  id = $state<string>();
  fields = $state(blank());
  /** The mentorship whose members read it; nobody else does when undefined. Only a draft can still choose. */
  sharedIn = $state<string>();
  owner = $state<string>();
  /** What is wrong, by field. */
  errors = $state<Partial<Record<string, string>>>({});
  saved = $state<SaveState>('idle');
  letters = $state.raw<SmartLetter[]>([]);
  /** What the letter that changed last says, for screen readers. */
  spoken = $state('');
  #about: string | undefined;
  #waiting: Partial<Written> & { owner?: string } = {};
  #saveTimer: ReturnType<typeof setTimeout> | undefined;
  #answerTimer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> = Promise.resolve();
  #turn = 0;

  /** `about` is the mentorship that a private goal has to do with. */
  constructor(kept?: { id: string; fields: Written }, about?: string) {
    this.#about = about;
    if (!kept) return;
    this.id = kept.id;
    for (const name of Object.keys(this.fields) as FieldName[]) this.#put(name, kept.fields[name]);
  }

  #put<Name extends FieldName>(name: Name, value: Written[Name]): void {
    this.fields[name] = value;
  }

  set<Name extends FieldName>(name: Name, value: Written[Name]): void {
    if (this.fields[name] === value) return;
    this.#put(name, value);
    (this.#waiting as Record<string, unknown>)[name] = value;
    delete this.errors[name];
    this.#saveTimer ??= setTimeout(() => void this.flush(), SAVE_MS);
    clearTimeout(this.#answerTimer);
    this.#answerTimer = setTimeout(() => void this.answer(), ANSWER_MS);
  }

  setOwner(owner: string): void {
    this.owner = owner;
    if (this.id) {
      this.#waiting.owner = owner;
      this.#saveTimer ??= setTimeout(() => void this.flush(), SAVE_MS);
    }
  }

  /** Asks the letters about what is typed now, kept or not. */
  async answer(): Promise<void> {
    const mine = ++this.#turn;
    const { title, specific, measure, baseline, target, unit, attainable, relevant, starts_on, due_on } = this.fields;
    const typed = { title, specific, measure, baseline, target, unit, attainable, relevant, starts_on, due_on };
    const letters = await call('goal_smart', { goal: this.id, ...typed }).catch(() => undefined);
    if (!letters || mine !== this.#turn) return;
    const says = (letter: SmartLetter): string => `${letter.name}: ${letter.reasons.join(' ')}`;
    const changed = letters.find((letter, i) => this.letters[i] && says(this.letters[i]) !== says(letter));
    if (changed) this.spoken = says(changed);
    this.letters = letters;
  }

  /** Keeps what is not kept yet. */
  flush(): Promise<void> {
    clearTimeout(this.#saveTimer);
    this.#saveTimer = undefined;
    this.#running = this.#running.then(() => this.#save());
    return this.#running;
  }

  async #save(): Promise<void> {
    while (Object.keys(this.#waiting).length) {
      const batch: Partial<SaveGoal> = { ...this.#waiting };
      this.#waiting = {};
      this.saved = 'saving';
      try {
        const made = this.id ? {} : { shared_in: this.sharedIn, about: this.#about, owner: this.sharedIn && this.owner };
        this.id = (await call('goal_save', { goal: this.id, ...made, ...batch })).goal;
        delete this.errors[''];
      } catch (thrown) {
        if (!this.#setAside(batch, thrown)) return;
      }
    }
    this.saved = Object.keys(this.errors).length ? 'failed' : 'saved';
  }

  /** Keeps the rest of a batch in which one field was refused; says no when it was not a field's fault. */
  #setAside(batch: Partial<SaveGoal>, thrown: unknown): boolean {
    const failure = failureOf(thrown);
    const field = String(failure.params.field ?? '');
    const words = lineOf(failure);
    if (field && field in batch) {
      this.errors[field] = words;
      const { [field as FieldName]: _, ...rest } = batch;
      this.#waiting = { ...(rest as Partial<Written>), ...this.#waiting };
      return true;
    }
    this.#waiting = { ...(batch as Partial<Written>), ...this.#waiting };
    this.errors[''] = words;
    this.saved = 'failed';
    return false;
  }

  /** Chooses who reads a draft. What was kept already is copied there and taken away here. */
  async place(sharedIn: string | undefined, owner: string | undefined): Promise<void> {
    this.sharedIn = sharedIn;
    this.owner = owner;
    await this.flush();
    if (this.id) this.id = (await call('goal_place', { goal: this.id, shared_in: sharedIn })).goal;
  }
}
