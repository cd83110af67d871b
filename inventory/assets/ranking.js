// Updates the ranking as the filter is typed or chosen, without a page load. Without this file,
// submitting the form does the same.
'use strict';

{
  const form = document.getElementById('filter');
  let waiting = 0;
  let asked = 0;

  const address = () => {
    const fields = new URLSearchParams(new FormData(form));
    // A search covers both lists.
    if (fields.get('search').trim()) fields.delete('queue');
    for (const [name, value] of [...fields]) if (!value.trim()) fields.delete(name);
    const query = fields.toString();
    return form.getAttribute('action') + (query ? '?' + query : '');
  };

  const show = async () => {
    clearTimeout(waiting);
    const wanted = address();
    const turn = ++asked;
    try {
      const reply = await fetch(wanted, { headers: { Accept: 'text/html' } });
      // Signed out in the meantime, or refused: the page itself says so.
      if (reply.redirected || !reply.ok) return location.assign(wanted);
      const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
      if (turn !== asked) return;
      for (const id of ['results', 'found']) {
        document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
      }
      document.title = page.title;
      document.querySelector('h1').textContent = page.querySelector('h1').textContent;
      document.querySelector('.switch').href = page.querySelector('.switch').href;
      history.replaceState(null, '', wanted);
    } catch {
      // Offline: the display stays, and the button still works.
    }
  };

  // Lists reliably send `change`; typing sends only `input`.
  form.addEventListener('change', (event) => {
    if (event.target.matches('select')) show();
  });
  form.addEventListener('input', (event) => {
    if (!event.target.matches('[type=search]')) return;
    clearTimeout(waiting);
    waiting = setTimeout(show, 300);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    show();
  });
}
