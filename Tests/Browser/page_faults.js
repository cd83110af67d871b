// Faults of a page, as lists of sentences. Each function inspects the page in its present state.
'use strict';

const every = (selector) => [...document.querySelectorAll(selector)];
const isShown = (element) => element.checkVisibility({visibilityProperty: true});
const words = (text) => (text ?? '').replace(/\s+/g, ' ').trim();

/** Enough of an element to find it in the page's source. */
function named(element) {
  const own = words(element.outerHTML).slice(0, 120);
  return `${element.tagName.toLowerCase()} (${own})`;
}

/** The name that a screen reader says: the parts of "Accessible Name Computation" that pages use. */
function accessibleName(element) {
  const by = (element.getAttribute('aria-labelledby') ?? '').split(' ').filter(Boolean)
    .map((id) => document.getElementById(id)?.textContent).join(' ');
  const labels = [...(element.labels ?? [])].map((label) => label.textContent).join(' ');
  const pictures = [...element.querySelectorAll('img, svg')]
    .map((picture) => picture.getAttribute('alt') ?? picture.getAttribute('aria-label')).join(' ');
  const isField = element.matches('input, select, textarea');
  return words(by) || words(element.getAttribute('aria-label')) || words(labels) ||
    (isField ? '' : words(element.textContent)) || words(pictures) ||
    (element.matches('input[type=submit]') ? element.value : '');
}

/** All that a person reads or hears, texts of attributes too. */
function everyText() {
  const attributes = every('[aria-label], [title], [placeholder], [alt], [data-label]')
    .flatMap((element) => ['aria-label', 'title', 'placeholder', 'alt', 'data-label']
      .map((name) => element.getAttribute(name)));
  const body = document.body.cloneNode(true);
  body.querySelectorAll('script').forEach((script) => script.remove());
  return [document.title, body.textContent, ...attributes].filter(Boolean).join('\n');
}

function frameFaults(language) {
  const faults = [];
  const wanted = (holds, sentence) => holds || faults.push(sentence);
  const root = document.documentElement;
  wanted(document.doctype?.name === 'html', 'no doctype');
  wanted(root.lang === language, `lang is ${root.lang}`);
  wanted(words(document.title).length > 3, `title is "${document.title}"`);
  wanted(every('h1').length === 1, `${every('h1').length} h1`);
  wanted(document.title.includes(words(document.querySelector('h1')?.textContent)),
    'the title does not say what h1 says');
  wanted(every('main').length === 1, `${every('main').length} main`);
  every('[style]').forEach((element) => faults.push(`an inline style: ${named(element)}`));
  every('script:not([src]), style').forEach((element) => faults.push(`inline: ${named(element)}`));
  every('*').forEach((element) => [...element.attributes]
    .filter((attribute) => attribute.name.startsWith('on'))
    .forEach((attribute) => faults.push(`${attribute.name} on ${named(element)}`)));
  return faults;
}

function structureFaults() {
  const faults = [];
  let level = 0;
  for (const heading of every('h1, h2, h3, h4, h5, h6')) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) faults.push(`h${next} after h${level}: ${named(heading)}`);
    if (!words(heading.textContent)) faults.push(`an empty ${named(heading)}`);
    level = next;
  }
  const ids = every('[id]').map((element) => element.id);
  ids.filter((id, at) => ids.indexOf(id) !== at).forEach((id) => faults.push(`id ${id} twice`));
  for (const name of ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'list']) {
    for (const element of every(`[${name}]`)) {
      element.getAttribute(name).split(' ').filter((id) => !document.getElementById(id))
        .forEach((id) => faults.push(`${name} names no element: ${id}`));
    }
  }
  every('[tabindex]').filter((element) => element.tabIndex > 0)
    .forEach((element) => faults.push(`an order of its own: ${named(element)}`));
  if (every('nav').length > 1 && every('nav').some((nav) => !nav.getAttribute('aria-label') &&
    !nav.getAttribute('aria-labelledby'))) faults.push('several nav, one without a label');
  const labels = every('nav').map((nav) => nav.getAttribute('aria-label'));
  if (new Set(labels).size !== labels.length) faults.push(`nav of the same label: ${labels}`);
  if (every('[aria-current]').some((element) => !words(element.textContent))) {
    faults.push('aria-current on nothing');
  }
  return faults;
}

function nameFaults() {
  const faults = [];
  every('input:not([type=hidden]):not([hidden]), select, textarea').filter((field) => !accessibleName(field))
    .forEach((field) => faults.push(`a field without label: ${named(field)}`));
  every('a[href], button, summary').filter((element) => !accessibleName(element))
    .forEach((element) => faults.push(`without a name: ${named(element)}`));
  every('a:not([href])').forEach((element) => faults.push(`no address: ${named(element)}`));
  every('img:not([alt])').forEach((element) => faults.push(`no alt: ${named(element)}`));
  for (const picture of every('svg')) {
    const hidden = picture.closest('[aria-hidden="true"]');
    const role = picture.getAttribute('role');
    const name = picture.getAttribute('aria-label') || picture.getAttribute('aria-labelledby');
    if (!hidden && !(role && name)) faults.push(`a picture without role and name: ${named(picture)}`);
  }
  every('[role=region], [role=img], [role=group]')
    .filter((element) => !element.getAttribute('aria-label') &&
      !element.getAttribute('aria-labelledby'))
    .forEach((element) => faults.push(`a role without a name: ${named(element)}`));
  every('fieldset').filter((set) => !words(set.querySelector(':scope > legend')?.textContent))
    .forEach((set) => faults.push(`no legend: ${named(set)}`));
  return faults;
}

function tableFaults() {
  const faults = [];
  for (const table of every('table')) {
    if (!words(table.caption?.textContent) && !table.getAttribute('aria-label') &&
      !table.getAttribute('aria-labelledby')) faults.push(`no caption: ${named(table)}`);
    if (!table.querySelector('th')) faults.push(`no headers: ${named(table)}`);
    table.querySelectorAll('th').forEach((header) => {
      if (!header.scope) faults.push(`no scope: ${named(header)}`);
      if (!words(header.textContent) && !header.getAttribute('aria-label')) {
        faults.push(`an empty header: ${named(header)}`);
      }
    });
    const widths = [...table.rows].map((row) =>
      [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0));
    const spans = table.querySelector('[rowspan]');
    if (!spans && new Set(widths).size > 1) {
      faults.push(`rows of ${[...new Set(widths)]} cells: ${named(table)}`);
    }
  }
  return faults;
}

/** Elements that scroll sideways: the page itself must not. */
function widthFaults() {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = every('body *').filter((element) => element.getBoundingClientRect().right > width + 1)
    .filter((element) => isShown(element) && !element.closest('.scroll, pre'));
  return [`${document.documentElement.scrollWidth} of ${width} px`, ...wide.slice(-3).map(named)];
}

/** Targets smaller than 24 px (WCAG 2.2, 2.5.8); links within a text need not be larger. */
function targetFaults() {
  return every('button, select, input:not([type=hidden]), nav a, summary')
    .filter((element) => isShown(element) && !element.closest('p, td, dd'))
    .filter((element) => element.getBoundingClientRect().height < 24 &&
      !(element.labels?.length && element.labels[0].getBoundingClientRect().height >= 24))
    .map((element) => `a small target: ${named(element)}`);
}

/** Elements that must not be printed. */
function printFaults() {
  const faults = every('nav, form, button, .skip').filter(isShown)
    .map((element) => `printed: ${named(element)}`);
  if (!isShown(document.querySelector('h1'))) faults.push('h1 is not printed');
  return faults.concat(cutByTheSheet());
}

/** What is wider than the sheet, which has no scroll bars: its end would be missing. */
function cutByTheSheet() {
  const sheet = document.documentElement.clientWidth;
  return every('table, pre, img, svg').filter(isShown)
    .filter((element) => element.getBoundingClientRect().right > sheet + 1)
    .map((element) => `cut by the sheet's edge: ${named(element)}`);
}

/** In the main part, so that the same page can be compared without script. */
function mainContent() {
  const main = document.querySelector('main');
  return {
    heading: words(main.querySelector('h1')?.textContent),
    rows: main.querySelectorAll('tr').length,
    // fields added by a script have no name, so they are not sent
    fields: main.querySelectorAll('input[name], select[name], textarea[name]').length,
    length: words(main.innerText).length,
  };
}

/** Whether a rule for the focus marks something inside a drawing's link, which has no outline. */
function isMarked(link) {
  const parts = [link, ...link.querySelectorAll('*')];
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  return rules.some((rule) => rule.selectorText?.includes(':focus') &&
    (rule.style.stroke || rule.style.strokeWidth || rule.style.fill) &&
    parts.some((part) => part.matches(rule.selectorText)));
}

/** The focused element, and whether its focus is visible. */
function focused() {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  return {
    element: named(element), isBody: element === document.body, isSkip: element.matches('.skip'),
    isMain: element.id === 'main', inMain: !!element.closest('main'),
    seen: outlined || style.boxShadow !== 'none' ||
      (element instanceof SVGElement && isMarked(element)),
    at: every('*').indexOf(element),
  };
}

/** Addresses that the page leads to, without those of other hosts. */
function links() {
  return every('a[href]').map((link) => link.getAttribute('href'));
}
