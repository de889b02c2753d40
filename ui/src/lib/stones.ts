// The stones of a cairn: flat at the bottom of the pile, rounder on top. Each is drawn in a box of its own width.

export interface Stone {
  width: number;
  height: number;
  path: string;
}

/** From the ground up; a taller cairn repeats the middle of the pile. */
const shapes: Stone[] = [
  { width: 110, height: 33, path: 'M2 21C1 12 11 4 34 2c27-2 61 1 72 10 8 8 3 17-15 19-22 3-62 3-77 0C6 29 3 26 2 21Z' },
  { width: 102, height: 33, path: 'M3 16C5 6 24 2 50 2c27 0 45 4 49 13 3 9-9 14-33 15-24 1-50 0-58-5-4-2-6-5-5-9Z' },
  { width: 92, height: 31, path: 'M2 18C1 9 12 3 37 2c26-1 49 3 52 13 2 9-11 13-35 14-24 1-51-1-52-11Z' },
  { width: 80, height: 30, path: 'M2 17C2 8 14 2 36 2c24 0 41 5 42 14 1 8-13 12-37 12C17 28 3 25 2 17Z' },
  { width: 66, height: 29, path: 'M2 15C3 7 14 2 32 2c19 0 31 5 32 13 0 8-11 12-31 12S2 23 2 15Z' },
  { width: 52, height: 29, path: 'M2 15C2 7 12 2 26 2c15 0 24 5 24 12 0 8-9 12-24 12S2 22 2 15Z' },
];

/** The shape of stone `index` (0 on the ground) in a cairn of `count`: the pile always ends round and small. */
export function stoneAt(index: number, count: number): Stone {
  const spread = count <= 1 ? 0 : (index * (shapes.length - 1)) / Math.max(count - 1, shapes.length - 1);
  return shapes[Math.round(spread)] ?? shapes[0]!;
}
