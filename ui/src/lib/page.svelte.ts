// What the page being shown tells the shell around it.

export interface Crumb {
  label: string;
  href?: string;
}

/** The way to this page, the page itself last. Set by Page.svelte, shown in the bar above. */
let crumbs = $state.raw<Crumb[]>([]);

export const page = {
  get crumbs(): Crumb[] { return crumbs; },
  set crumbs(given: Crumb[]) { crumbs = given; },
};
