// All words come from assets/locales/<language>/app.ftl, which the tray and the notifications read too.

import { FluentBundle, FluentResource } from '@fluent/bundle';
import english from '../../../assets/locales/en/app.ftl?raw';
import type { Failure } from '$/host';

export type WordArgs = Record<string, string | number>;

const bundle = new FluentBundle('en', {
  // Isolation marks would travel into what people copy; names get dir="auto" where they stand alone.
  useIsolating: false,
});
export const wordFaults = bundle.addResource(new FluentResource(english));

/** Is there such a message, or such an attribute of one ("error-offline.fix")? */
export function hasWords(id: string): boolean {
  const [name, attribute] = id.split('.') as [string, string?];
  const message = bundle.getMessage(name);
  return Boolean(attribute ? message?.attributes[attribute] : message?.value);
}

/** The words of a message, or of its attribute: t('goal-new'), t('session-length', { minutes: 60 }), t('x.label'). */
export function t(id: string, args?: WordArgs): string {
  const [name, attribute] = id.split('.') as [string, string?];
  const message = bundle.getMessage(name);
  const pattern = attribute ? message?.attributes[attribute] : message?.value;
  if (!pattern) {
    if (import.meta.env.DEV) console.error(`no words for "${id}"`);
    return id;
  }
  return bundle.formatPattern(pattern, args, []);
}

export interface ErrorWords {
  /** What happened, and what was kept. */
  what: string;
  /** What to do about it. */
  fix?: string;
}

/** The words of a failure; a code without words still gets a sentence. */
export function errorWords({ code, params }: Failure): ErrorWords {
  const id = `error-${code.replaceAll('_', '-')}`;
  if (!hasWords(id)) return { what: t('error-unexpected', { code }), fix: t('error-unexpected.fix') };
  return { what: t(id, params), fix: hasWords(`${id}.fix`) ? t(`${id}.fix`, params) : undefined };
}
