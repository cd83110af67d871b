// Pages work without this file, but are quicker to use with it.
'use strict';

// Applies a choice at once in forms with `data-at-once`.
for (const field of document.querySelectorAll('form[data-at-once] select')) {
  field.addEventListener('change', () => field.form.requestSubmit());
}
