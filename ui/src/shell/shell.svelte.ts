// State of the shell that screens and features may set: the people in the sidebar, share-safe.

export interface Person {
  /** The mentorship's id. */
  id: string;
  /** The other member, or the group. */
  name: string;
  /** The tint's seed: the member's id. */
  seed?: string;
  /** A group's number of members. */
  count?: number;
  /** The local time there, from Rust: "06:42". */
  clock?: string;
  /** Where that clock runs: "Kolkata". */
  place?: string;
  waits?: boolean;
  /** How many messages there have not been seen. */
  unread?: number;
}

let people = $state.raw<Person[]>([]);
let shareSafe = $state(false);
let palette = $state(false);
let help = $state(false);

export const shell = {
  get people(): Person[] { return people; },
  set people(given: Person[]) { people = given; },

  /** Everything private is hidden while somebody else sees the screen. */
  get shareSafe(): boolean { return shareSafe; },
  set shareSafe(on: boolean) {
    shareSafe = on;
    document.documentElement.toggleAttribute('data-share-safe', on);
  },

  get palette(): boolean { return palette; },
  set palette(open: boolean) { palette = open; },

  /** The list of keys that `?` shows. */
  get help(): boolean { return help; },
  set help(open: boolean) { help = open; },
};
