// What the palette offers. A feature adds its commands and, once, somebody adds the search.

import { untrack } from 'svelte';
import type { IconName } from '$/lib/icons';

/** Something to do or somewhere to go. */
export interface PaletteCommand {
  id: string;
  label: string;
  icon: IconName;
  /** Its own key, shown at the end of the row. */
  keys?: string;
  /** Other words people may type for it. */
  also?: string;
  run(): void;
}

/** A record that was found. */
export interface PaletteHit {
  id: string;
  icon: IconName;
  /** The title or snippet in parts; the matching ones are marked. */
  text: { text: string; match?: boolean }[];
  /** The second line: where it lives, and when. */
  where?: string;
  /** "Session", "Goal". A private hit shows "Only you" instead. */
  kind: string;
  private?: boolean;
  run(): void;
}

export interface PaletteFound {
  hits: PaletteHit[];
  /** How many there are in all. */
  total: number;
}

/** Commands for what was typed; a provider may build one from it ("New action “survival”"). */
export type CommandProvider = (query: string) => PaletteCommand[];
export type PaletteSearch = (query: string) => Promise<PaletteFound>;

let providers = $state.raw<CommandProvider[]>([]);
let search = $state.raw<PaletteSearch>();
let seeAll = $state.raw<(query: string) => void>();

/** Adds commands until the returned function is called; a screen does it in an $effect. */
export function offer(provider: CommandProvider): () => void {
  providers = [...untrack(() => providers), provider];
  return () => (providers = untrack(() => providers).filter((one) => one !== provider));
}

/** Who answers what is typed, and where Tab leads to see all of it. */
export function searchWith(callback: PaletteSearch, all?: (query: string) => void): void {
  search = callback;
  seeAll = all;
}

export const paletteSearch = (): PaletteSearch | undefined => search;
export const paletteSeeAll = (): ((query: string) => void) | undefined => seeAll;

/** The commands that fit: every typed word must begin a word of the label or of `also`. */
export function commandsFor(query: string): PaletteCommand[] {
  const wanted = wordsOf(query);
  return providers.toReversed().flatMap((provider) => provider(query)).filter((command) => {
    const known = wordsOf(`${command.label} ${command.also ?? ''}`);
    return wanted.every((word) => known.some((one) => one.startsWith(word)));
  });
}

const wordsOf = (text: string): string[] => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
