// How the app looks: theme, contrast and text size, as data attributes on the root element that tokens.css reads.

export type Theme = 'system' | 'light' | 'dark';
export type Contrast = 'system' | 'normal' | 'more';
export type TextSize = 'normal' | 'large';

export interface Appearance {
  theme: Theme;
  contrast: Contrast;
  text: TextSize;
}

// Kept in the web view only so that the first frame has the right ground; the settings are the authority.
const REMEMBERED = 'appearance';

let chosen: Appearance = { theme: 'system', contrast: 'system', text: 'normal' };

function draw(): void {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const more = matchMedia('(prefers-contrast: more)').matches;
  root.dataset.theme = chosen.theme === 'system' ? (dark ? 'dark' : 'light') : chosen.theme;
  root.dataset.text = chosen.text;
  root.dataset.contrast = chosen.contrast === 'system' ? (more ? 'more' : 'normal') : chosen.contrast;
}

export function setAppearance(wanted: Partial<Appearance>): void {
  chosen = { ...chosen, ...wanted };
  localStorage.setItem(REMEMBERED, JSON.stringify(chosen));
  draw();
}

/** Draws what was chosen last, and follows the system from now on. */
export function startAppearance(): void {
  try {
    chosen = { ...chosen, ...JSON.parse(localStorage.getItem(REMEMBERED) ?? '{}') };
  } catch {
    // Nothing remembered that can be read: the system's looks will do.
  }
  draw();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  matchMedia('(prefers-contrast: more)').addEventListener('change', draw);
}
