// Loads what takes the centre a moment into the commune's page; without this file it is a link.
'use strict';

for (const link of document.querySelectorAll('a[data-load]')) {
  const place = link.closest(link.dataset.load);
  link.setAttribute('aria-busy', 'true');
  fetch(link.href, { credentials: 'same-origin' })
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(answer.status))))
    .then((text) => {
      const page = new DOMParser().parseFromString(text, 'text/html');
      const part = page.querySelector(link.dataset.load);
      if (part) place.replaceWith(document.adoptNode(part));
    })
    // The link stays: it leads to the same.
    .catch(() => link.removeAttribute('aria-busy'));
}
// A printed page shows where its standards come from.
addEventListener('beforeprint', () => {
  for (const part of document.querySelectorAll('.criteria-sources')) part.open = true;
});
