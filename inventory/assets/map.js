// Names of communes stand above all marks while one points at them. Without this file a name still
// shows, but marks that are drawn later may cover it.
'use strict';

for (const map of document.querySelectorAll('svg.communes')) {
  const name = document.createElementNS('http://www.w3.org/2000/svg', 'text');
  name.setAttribute('class', 'pointed');
  name.setAttribute('aria-hidden', 'true');
  map.append(name);

  const show = (event) => {
    const text = event.target.closest('a')?.querySelector('text');
    name.textContent = text ? text.textContent : '';
    if (!text) return;
    for (const attribute of ['x', 'y', 'text-anchor']) {
      name.setAttribute(attribute, text.getAttribute(attribute));
    }
  };
  const focused = () => ({ target: map.contains(document.activeElement) ? document.activeElement : map });
  map.addEventListener('focusin', show);
  map.addEventListener('pointerover', show);
  map.addEventListener('focusout', () => show({ target: map }));
  map.addEventListener('pointerleave', () => show(focused()));
}
