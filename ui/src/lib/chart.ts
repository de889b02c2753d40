// The arithmetic of a chart: scales and round numbers for its axis. Numbers only; words come from elsewhere.

export interface Scale {
  (value: number): number;
}

/** Maps `from`..`to` onto pixels; a span of nothing lies in the middle. */
export function scale(from: number, to: number, start: number, end: number): Scale {
  return (value) => (from === to ? (start + end) / 2 : start + ((value - from) / (to - from)) * (end - start));
}

/** Round numbers from at or under `low` to at or over `high`, about `wanted` steps of 1, 2 or 5 times a power of ten. */
export function roundSteps(low: number, high: number, wanted = 3): number[] {
  const span = high - low || Math.abs(high) || 1;
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough * 0.999) ?? power * 10;
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
