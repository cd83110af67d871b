// Loads slow parts into the commune's page; without this file they are links.
'use strict';

for (const link of document.querySelectorAll('a[data-load]')) {
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    load(link);
  });
}

async function load(link) {
  link.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(link.href, { credentials: 'same-origin' });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const part = document.adoptNode(page.querySelector(link.dataset.load));
    link.closest(link.dataset.load).replaceWith(part);
    part.tabIndex = -1;
    part.focus();
  } catch {
    // The linked page says what is wrong.
    location.assign(link.href);
  }
}

// A printed page shows the sources of its standards.
addEventListener('beforeprint', () => {
  for (const part of document.querySelectorAll('.criteria-sources')) part.open = true;
});
