import '@fontsource-variable/inter';
import './lib/tokens.css';
import './lib/base.css';
import { mount } from 'svelte';
import App from './App.svelte';
import Gate from './features/lock/Gate.svelte';
import { startSearch } from './features/search/found';
import { useHost } from './host';
import { insideTauri, tauriHost } from './host/tauri';
import { startAppearance } from './lib/appearance';

const target = document.getElementById('app')!;
startAppearance();
startSearch();

if (import.meta.env.DEV && !insideTauri()) {
  // A plain browser: screens to look at, with invented answers. #/gallery shows every component.
  const { browserHost } = await import('./gallery/host');
  useHost(browserHost());
  const gallery = location.hash.startsWith('#/gallery');
  if (gallery) mount((await import('./gallery/Gallery.svelte')).default, { target });
  else mount(Gate, { target, props: { app: App } });
} else {
  useHost(tauriHost);
  mount(Gate, { target, props: { app: App } });
}
