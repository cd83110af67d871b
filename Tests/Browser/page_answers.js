// Requests many addresses from the centre and reports what in the answers is not from its
// templates.
'use strict';

/** What is wrong with an answer. `form`: what is posted, or null; `shown`: what the page must say, or
    null. */
async function faultsOf(address, form, shown, own) {
  const reply = await fetch(address, form ? {method: 'POST', body: new URLSearchParams(form)} : {});
  const text = await reply.text();
  const faults = [200, 400, 401, 403, 404, 405, 409, 413, 422, 429].includes(reply.status)
    ? [] : [`status ${reply.status}`];
  if (!reply.url.startsWith(location.origin)) faults.push(`led to ${reply.url}`);
  if ((reply.headers.get('content-type') ?? '').startsWith('text/html')) {
    const page = new DOMParser().parseFromString(text, 'text/html');
    faults.push(...foreign(page, own));
    if (shown !== null && !page.body.textContent.includes(shown)) faults.push(`no ${shown}`);
  }
  return faults.map((fault) => `${address}: ${fault}`);
}

/** Elements, attributes and addresses that none of our templates writes. */
function foreign(page, own) {
  const faults = [];
  for (const element of page.querySelectorAll('*')) {
    const name = element.localName;
    if (!own.elements.includes(name)) faults.push(`an element ${name}`);
    for (const {name: attribute, value} of element.attributes) {
      if (!own.attributes.includes(attribute)) faults.push(`${name} has ${attribute}`);
      const leads = ['href', 'src', 'action', 'formaction', 'xlink:href'].includes(attribute);
      if (leads && !/^(\/(?![/\\])|#|\?|https:\/\/(?!evil))/.test(value)) {
        faults.push(`${attribute} of ${name} is ${value.slice(0, 60)}`);
      }
    }
    if (name === 'script' && !element.getAttribute('src')) faults.push('an inline script');
  }
  return [...new Set(faults)];
}

/** What is wrong with all answers, a few at a time. `wanted`: arguments of `faultsOf`. */
async function faultsOfAll(wanted, own) {
  const found = [];
  const queue = [...wanted];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      found.push(...await faultsOf(...next, own));
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  return found;
}

/** The parameter names of the page's forms and links, with those of free text separately. */
function queryNames() {
  const choices = new Set();
  const free = new Set();
  for (const field of document.querySelectorAll('form[method=get] [name]')) {
    (field.matches('input[type=search], input[type=text], input:not([type])') ? free : choices)
      .add(field.name);
  }
  for (const link of document.querySelectorAll('a[href]')) {
    const address = new URL(link.getAttribute('href'), location.href);
    if (address.origin !== location.origin || address.pathname !== location.pathname) continue;
    for (const name of address.searchParams.keys()) choices.add(name);
  }
  return {choices: [...choices].filter((name) => !free.has(name)), free: [...free]};
}

/** The page's forms that change something, with the values that they send unmodified. */
function changingForms() {
  return [...document.querySelectorAll('form[method=post]')]
    .filter((form) => !form.querySelector('[type=password]') && !form.action.endsWith('/sign-out'))
    .map((form) => ({
      address: new URL(form.action).pathname,
      values: Object.fromEntries(new FormData(form)),
      free: [...form.elements].filter((field) => field.name && field.matches(
        'textarea, input[type=text], input[type=search], input:not([type])')).map((f) => f.name),
    }));
}

/** Addresses of files. */
function downloads() {
  return [...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href'))
    .filter((address) => /[?&]format=(csv|xlsx)\b|\.(csv|xlsx)\b/.test(address));
}
