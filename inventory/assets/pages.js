// Pages work without this file; with it they are quicker to use.
'use strict';

// A choice in a form that asks for it is applied at once.
for (const field of document.querySelectorAll('form[data-at-once] select')) {
  field.addEventListener('change', () => field.form.requestSubmit());
}
