// Finds elements the way people and screen readers name them. Runs in the page for each question anew.
const implicit = {
  A: (e) => (e.hasAttribute('href') ? 'link' : ''), ARTICLE: 'article', ASIDE: 'complementary', BUTTON: 'button',
  DIALOG: 'dialog', DETAILS: 'group', FIELDSET: 'group', FORM: 'form', H1: 'heading', H2: 'heading', H3: 'heading',
  H4: 'heading', H5: 'heading', H6: 'heading', IMG: 'img', LI: 'listitem', MAIN: 'main', NAV: 'navigation',
  OL: 'list', UL: 'list', OPTION: 'option', OUTPUT: 'status', PROGRESS: 'progressbar', SECTION: 'region',
  SUMMARY: 'button', TABLE: 'table', TD: 'cell', TH: 'columnheader', TR: 'row', TEXTAREA: 'textbox',
  SELECT: (e) => (e.multiple || e.size > 1 ? 'listbox' : 'combobox'),
  INPUT: (e) => ({ button: 'button', submit: 'button', reset: 'button', checkbox: 'checkbox', radio: 'radio',
    range: 'slider', number: 'spinbutton', search: 'searchbox', hidden: '' })[e.type]
    ?? (e.list ? 'combobox' : 'textbox'),
};
const fields = ['textbox', 'searchbox', 'spinbutton', 'combobox', 'listbox', 'checkbox', 'radio', 'slider', 'switch'];
const fold = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
const role = (e) => {
  const given = e.getAttribute('role')?.split(' ')[0];
  if (given) return given;
  const own = implicit[e.tagName];
  return typeof own === 'function' ? own(e) : (own ?? '');
};
const visible = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  && !e.closest('[inert], [aria-hidden=true]') && e.getClientRects().length > 0;
// A modal dialog is all there is while it is open.
const scope = () => [...document.querySelectorAll('dialog')].filter((d) => d.matches(':modal')).at(-1)
  ?? document.body;
const byIds = (ids) => fold(ids.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? '').join(' '));
const name = (e) => {
  if (e.hasAttribute('aria-labelledby')) return byIds(e.getAttribute('aria-labelledby'));
  if (e.getAttribute('aria-label')) return fold(e.getAttribute('aria-label'));
  if (e.labels?.length) return fold([...e.labels].map((l) => labelText(l, e)).join(' '));
  if (e.tagName === 'FIELDSET') return fold(e.querySelector('legend')?.textContent);
  if (e.tagName === 'INPUT' && ['button', 'submit'].includes(e.type)) return fold(e.value);
  if (e.matches('input, textarea, select')) return fold(e.title || e.placeholder);
  if (e.tagName === 'IMG') return fold(e.alt);
  return fold(readable(e)) || fold(e.title);
};
const labelText = (label, field) => {
  const copy = label.cloneNode(true);
  copy.querySelectorAll('input, textarea, select').forEach((inner) => inner.remove());
  return copy.textContent;
};
// Text as read out: without what is hidden from screen readers, with the names of images.
const readable = (e) => [...e.childNodes].map((node) => {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute('aria-hidden') === 'true') return '';
  if (node.getAttribute('aria-label')) return ` ${node.getAttribute('aria-label')} `;
  return node.tagName === 'IMG' ? node.alt : ` ${readable(node)} `;
}).join('');
const withRole = (wanted) => [...scope().querySelectorAll('*')].filter((e) => {
  const own = role(e);
  return own && (wanted === 'field' ? fields.includes(own) : own === wanted) && visible(e);
});

const finder = {
  named(wanted, label) {
    const found = withRole(wanted);
    return found.find((e) => name(e) === label) ?? found.find((e) => name(e).includes(label)) ?? null;
  },
  all: withRole,
  css: (selector) => [...document.querySelectorAll(selector)].find(visible) ?? null,
  text: () => fold([scope().innerText, ...withRole('field').map((e) => e.value ?? '')].join(' ')),
  textOf: (e) => fold(e.innerText),
  valueOf: (e) => e.value ?? e.innerText,
  focused: () => {
    const e = document.activeElement;
    return e && e !== document.body ? `${role(e) || e.tagName.toLowerCase()} ${JSON.stringify(name(e))}` : '';
  },
  select(e) {
    e.focus();
    if (e.select) e.select();
    else getSelection().selectAllChildren(e);
  },
  choose(e, label) {
    const option = [...e.options].find((o) => fold(o.label) === label) ??
      [...e.options].find((o) => fold(o.label).includes(label));
    if (!option) return false;
    e.value = option.value;
    e.dispatchEvent(new Event('input', { bubbles: true }));
    e.dispatchEvent(new Event('change', { bubbles: true }));
    return true;
  },
};
