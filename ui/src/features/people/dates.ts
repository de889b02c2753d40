// A first day may have passed: most mentorships are older than the app.

import { readDay } from '$/lib/dates';

export async function readFirstDay(text: string): ReturnType<typeof readDay> {
  const { value, readback } = await readDay(text);
  return { value, readback };
}
