// Adds a slider beside each weight, and below it the resulting share once one is moved.
'use strict';

{
  const form = document.querySelector('form.weights');
  const fields = [...form.querySelectorAll('input.weight')];
  const number = (field) => {
    const value = Number(field.value.trim().replace(',', '.'));
    return Number.isFinite(value) && value >= 0 ? value : 0;
  };
  const most = Math.max(1e-4, ...fields.map(number)) * 3;
  const language = document.documentElement.lang;
  const write = (value) => String(+value.toFixed(4)).replace('.', language === 'vi' ? ',' : '.');
  const shares = fields.map((field) => {
    const share = document.createElement('output');
    share.htmlFor = field.id;
    document.getElementById(field.id + '-share').append(' ', share);
    return share;
  });
  const show = () => {
    const total = fields.reduce((sum, field) => sum + number(field), 0);
    fields.forEach((field, at) => {
      const share = total > 0 ? (100 * number(field)) / total : 0;
      shares[at].textContent = form.dataset.share + ' '
        + share.toLocaleString(language, { maximumFractionDigits: 1 }) + '%';
    });
  };
  for (const field of fields) {
    const slider = document.createElement('input');
    slider.type = 'range';
    slider.min = 0;
    slider.max = most;
    slider.step = most / 120;
    slider.value = number(field);
    slider.setAttribute('aria-label', field.labels[0].textContent.trim());
    slider.addEventListener('input', () => {
      field.value = write(Number(slider.value));
      show();
    });
    field.addEventListener('input', () => {
      slider.value = number(field);
      show();
    });
    field.after(slider);
  }
}
