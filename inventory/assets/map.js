// Makes maps zoomable, and shows a commune's name above all areas while the pointer is on it.
// Without this file the name still appears, but areas drawn later may cover it.
'use strict';

const SVG = 'http://www.w3.org/2000/svg';

for (const map of document.querySelectorAll('svg.communes')) {
  const name = document.createElementNS(SVG, 'text');
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

const MOST = 16;
// The scale from which the country's map shows individual communes.
const NEAR = 4;

class ZoomableMap {
  constructor(controls, map) {
    this.map = map;
    this.buttons = controls.querySelectorAll('button');
    const { x, y, width, height } = map.viewBox.baseVal;
    this.full = { x, y, width, height };
    this.written = map.getAttribute('viewBox');
    this.scale = 1;
    this.middle = { x: x + width / 2, y: y + height / 2 };
    controls.hidden = false;
    controls.addEventListener('click', (event) => this.press(event.target.dataset.zoom));
    for (const part of [controls, map.closest('.scroll') ?? map]) {
      part.addEventListener('keydown', (event) => this.type(event));
    }
    map.addEventListener('wheel', (event) => this.turn(event), { passive: false });
    map.addEventListener('pointerdown', (event) => this.grasp(event));
    map.addEventListener('pointermove', (event) => this.drag(event));
    map.addEventListener('click', (event) => this.dragged && event.preventDefault(), true);
    for (const end of ['pointerup', 'pointercancel', 'pointerleave']) {
      map.addEventListener(end, (event) => this.fingers.delete(event.pointerId));
    }
    map.addEventListener('dragstart', (event) => event.preventDefault());
    map.addEventListener('focusin', (event) => this.reveal(event.target));
    matchMedia('(max-width: 40rem)').addEventListener('change', () => this.draw());
    this.fingers = new Map();
    this.dragged = false;
    this.draw();
  }

  press(what) {
    if (what === 'in') this.zoom(1.6);
    if (what === 'out') this.zoom(1 / 1.6);
    if (what === 'all') this.zoom(0);
  }

  type(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const zoom = { '+': 'in', '=': 'in', '-': 'out', 0: 'all' }[event.key];
    if (zoom) this.press(zoom);
    else if (step && this.scale > 1) this.move(step[0] * 0.15 * this.width, step[1] * 0.15 * this.height);
    else return;
    event.preventDefault();
  }

  // Only with the control key, as in browsers: otherwise the page could not be scrolled.
  turn(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.zoom(Math.exp(-event.deltaY / 300), this.at(event));
  }

  grasp(event) {
    this.dragged = false;
    this.fingers.set(event.pointerId, event);
  }

  drag(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before || this.scale === 1) return;
    const other = [...this.fingers.values()].find((finger) => finger.pointerId !== event.pointerId);
    const distance = (finger) => Math.hypot(finger.clientX - other.clientX, finger.clientY - other.clientY);
    if (other) {
      this.zoom(distance(event) / Math.max(1, distance(before)), this.at(event));
    } else {
      const [x, y] = [before.clientX - event.clientX, before.clientY - event.clientY];
      if (!this.dragged && Math.hypot(x, y) < 5) return;
      const unit = this.width / this.map.clientWidth;
      this.move(x * unit, y * unit);
    }
    this.dragged = true;
    this.fingers.set(event.pointerId, event);
  }

  get width() { return this.full.width / this.scale; }
  get height() { return this.full.height / this.scale; }

  at(event) {
    const point = new DOMPoint(event.clientX, event.clientY);
    return point.matrixTransform(this.map.getScreenCTM().inverse());
  }

  // `still` is the point that stays in place.
  zoom(factor, still = this.middle) {
    const scale = Math.min(MOST, Math.max(1, this.scale * factor));
    const share = this.scale / scale;
    this.middle.x = still.x + (this.middle.x - still.x) * share;
    this.middle.y = still.y + (this.middle.y - still.y) * share;
    this.scale = scale;
    this.draw();
  }

  move(x, y) {
    this.middle.x += x;
    this.middle.y += y;
    this.draw();
  }

  // Brings an area focused with the tab key into view.
  reveal(target) {
    const text = target.closest('a')?.querySelector('text');
    if (this.scale === 1 || !text) return;
    const [x, y] = [Number(text.getAttribute('x')), Number(text.getAttribute('y'))];
    if (Math.abs(x - this.middle.x) * 2.2 < this.width && Math.abs(y - this.middle.y) * 2.2 < this.height) return;
    this.middle = { x, y };
    this.draw();
  }

  draw() {
    const { full, width, height } = this;
    const within = (value, low, size, part) =>
      Math.min(low + size - part / 2, Math.max(low + part / 2, value));
    this.middle.x = within(this.middle.x, full.x, full.width, width);
    this.middle.y = within(this.middle.y, full.y, full.height, height);
    const corner = [this.middle.x - width / 2, this.middle.y - height / 2];
    const whole = this.scale === 1;
    this.map.setAttribute('viewBox', whole ? this.written : [...corner, width, height].join(' '));
    if (whole) this.map.removeAttribute('style');
    else this.map.style.setProperty('--zoom', this.scale);
    this.map.classList.toggle('zoomed', this.scale > 1);
    this.map.classList.toggle('close', this.scale >= NEAR);
    for (const button of this.buttons) {
      button.disabled = button.dataset.zoom === 'in' ? this.scale === MOST : this.scale === 1;
    }
    this.showNames();
    if (this.scale >= NEAR && this.map.classList.contains('whole')) this.approach();
  }

  showNames() {
    const needed = matchMedia('(max-width: 40rem)').matches ? 2 : 1;
    for (const name of this.map.querySelectorAll('text.name')) {
      const fits = name.dataset.fit * this.scale >= needed;
      name.classList.toggle('fits', fits);
      name.classList.toggle('phone', fits);
    }
  }

  // Loads the communes of visible provinces from the provinces' own pages.
  approach() {
    const seen = this.map.getBoundingClientRect();
    for (const link of this.map.querySelectorAll('g > a:not([data-asked])')) {
      const box = link.getBoundingClientRect();
      if (box.right < seen.left || box.left > seen.right || box.bottom < seen.top || box.top > seen.bottom) continue;
      link.dataset.asked = '';
      this.load(link).catch(() => delete link.dataset.asked);
    }
  }

  async load(link) {
    const reply = await fetch(link.href.baseVal, { credentials: 'same-origin' });
    if (!reply.ok) throw new Error(`${reply.status}`);
    const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
    const frame = (map) => map.dataset.frame.split(' ').map(Number);
    const [x, y, wide, high] = frame(this.map);
    for (const from of page.querySelectorAll('svg.communes')) {
      const [left, top, width, height] = frame(from);
      const group = document.createElementNS(SVG, 'g');
      const scale = [wide / width, high / height];
      group.setAttribute('transform',
        `translate(${x - left * scale[0]} ${y - top * scale[1]}) scale(${scale.join(' ')})`);
      group.append(document.adoptNode(from.querySelector('.fills')));
      for (const place of from.querySelectorAll('a')) {
        place.querySelector('text')?.remove();
        place.setAttribute('class', 'near');
        place.setAttribute('tabindex', '-1');
        group.append(document.adoptNode(place));
      }
      this.map.querySelector('g').after(group);
      for (const name of from.querySelectorAll('text.name')) {
        name.setAttribute('x', x + (name.getAttribute('x') - left) * scale[0]);
        name.setAttribute('y', y + (name.getAttribute('y') - top) * scale[1]);
        name.dataset.fit *= scale[0];
        this.map.append(document.adoptNode(name));
      }
    }
    this.showNames();
  }
}

for (const controls of document.querySelectorAll('.zoom')) {
  let map = controls.nextElementSibling;
  if (!map.matches('svg.map')) map = map.querySelector('svg.map');
  new ZoomableMap(controls, map);
}
