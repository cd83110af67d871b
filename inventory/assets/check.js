// The steps of a check that only a browser can answer.
'use strict';

const form = document.querySelector('[data-check] form[data-result]');
const part = form && form.closest('[data-check]');
const say = (text) => { part.querySelector('[data-progress]').textContent = text; };
const isMobile = () => Boolean(navigator.userAgentData && navigator.userAgentData.mobile)
  || /Mobi|Android/.test(navigator.userAgent);
const fill = (values) => {
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
};

// A sheet is printed by its own button.
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

// Windows reports a version number that differs from its name.
const systemName = ({ platform, platformVersion }) => {
  if (platform !== 'Windows') return platform;
  const major = parseInt(platformVersion, 10);
  if (major >= 13) return 'Windows 11';
  return major >= 1 ? 'Windows 10' : platform;
};

// Formats a number in the page's language.
const number = (value, digits) => value.toLocaleString(document.documentElement.lang, {
  maximumFractionDigits: digits, useGrouping: false,
});

async function checkSystem() {
  try {
    const told = await navigator.userAgentData.getHighEntropyValues(['platformVersion']);
    fill({ platform: told.platform, version: told.platformVersion, mobile: told.mobile ? 'yes' : '' });
    say(`${systemName(told)}${told.mobile ? ` – ${part.dataset.phone}` : ''}`);
    form.hidden = false;
  } catch {
    say(part.dataset.failed);
  }
}

// A page may learn of another site only that it answered, and in how many ms.
async function checkServices() {
  await Promise.all([...form.querySelectorAll('[data-address]')].map(async (row) => {
    const show = row.querySelector('[data-show]');
    show.textContent = part.dataset.asking;
    const began = performance.now();
    try {
      await fetch(row.dataset.address, {
        mode: 'no-cors', cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer',
        signal: AbortSignal.timeout(10000),
      });
      const ms = Math.round(performance.now() - began);
      row.querySelector('input').value = ms;
      show.textContent = `${part.dataset.reachable} (${ms} ms)`;
    } catch {
      // Also if the browser blocks the request or the service redirects: then nothing is known.
      show.textContent = part.dataset.notLearned;
    }
  }));
  form.querySelector('[data-when-done]').disabled = false;
}

// Decides when a rate has settled: three windows agree within 3 %, as in the agent.
class Rate {
  constructor(trip) { this.trip = trip; this.samples = []; }

  add(seconds, bytes) {
    const last = this.samples.at(-1);
    if (!last || seconds > last[0]) this.samples.push([seconds, bytes]);
  }

  window(rate) {
    const packets = rate > 0 ? 150 * 1500 / rate : 2.5;
    return Math.min(Math.max(0.3, 3 * this.trip, packets), 2.5);
  }

  at(seconds) {
    const after = this.samples.findIndex((sample) => sample[0] >= seconds);
    if (after <= 0) return this.samples[Math.max(0, after)][1];
    const [[t0, b0], [t1, b1]] = [this.samples[after - 1], this.samples[after]];
    return b0 + (b1 - b0) * (seconds - t0) / (t1 - t0);
  }

  span(since) {
    const first = this.samples.find((sample) => sample[0] >= since);
    const last = this.samples.at(-1);
    if (!first || last[0] <= first[0]) return null;
    return { first: first[0], seconds: last[0] - first[0],
      rate: (last[1] - first[1]) / (last[0] - first[0]) };
  }

  windows(since, share = 1) {
    const span = this.span(since);
    if (!span) return [];
    const length = this.window(span.rate) * share;
    const end = this.samples.at(-1)[0];
    return Array.from({ length: Math.min(Math.floor(span.seconds / length), 12) }, (_, index) =>
      (this.at(end - index * length) - this.at(end - (index + 1) * length)) / length);
  }

  settled(since) {
    const agree = (rates, tolerance) => {
      const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
      return mean > 0 && (Math.max(...rates) - Math.min(...rates)) / mean <= tolerance ? mean : 0;
    };
    const rates = this.windows(since).slice(0, 3);
    const parts = this.windows(since, 1 / 3).slice(0, 9);
    return rates.length === 3 && parts.length && agree(parts, 0.15) ? agree(rates, 0.03) : 0;
  }

  // The mean since `since`, if both halves of at least 4 s agree. A browser delivers bytes in
  // bursts, which fill much of a window on a slow line; over seconds they do not matter.
  steady(since) {
    const span = this.span(since);
    if (!span || span.seconds < 4) return 0;
    const [first, last] = [span.first, span.first + span.seconds];
    const middle = (first + last) / 2;
    const halves = [[first, middle], [middle, last]]
      .map(([from, to]) => (this.at(to) - this.at(from)) / (to - from));
    return Math.abs(halves[0] - halves[1]) <= 0.05 * span.rate ? span.rate : 0;
  }

  // The highest rate over two consecutive windows, or else over one.
  unsettled(since) {
    const span = this.span(since);
    if (!span) return 0;
    for (const scale of [2, 1]) {
      const length = scale * this.window(span.rate);
      const rates = this.samples.filter((sample) => sample[0] - length >= span.first)
        .map((sample) => (sample[1] - this.at(sample[0] - length)) / length);
      if (rates.length) return Math.max(...rates);
    }
    return 0;
  }

  // A lower bound for a line that moved all of a slot's bytes in less than a window.
  least() {
    const span = this.span(0);
    return span ? span.rate * Math.min(1, span.seconds / this.window(span.rate)) : 0;
  }
}

// Adds connections until they no longer carry more together: that is the line's rate.
class Phases {
  constructor(trip, now) { this.trip = trip; this.begin(now); }

  begin(now) { this.start = now + Math.max(0.3, 6 * this.trip); }

  // The number of connections to add, or the line's rate.
  next(rate, now, connections, most) {
    const settled = rate.settled(this.start);
    const unsettled = rate.unsettled(this.start);
    const found = settled
      || (unsettled && now - this.start > 8 * rate.window(unsettled) ? unsettled : 0);
    if (!found) return {};
    const before = this.before;
    this.before = found;
    if (!before || found > before * 1.05) {
      this.begin(now);
      return { add: Math.min(connections, most - connections) };
    }
    if (found < before * 0.95 || !settled) {
      this.begin(now);
      return {};
    }
    return { done: found };
  }
}

const secondsNow = () => performance.now() / 1000;
const longest = 12;
const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
// IP and TCP headers of a packet, as in the agent.
const headerBytes = 52;
const segmentBytes = 1448;

const slotted = (slot, path, options = {}) => fetch(`/agent/v1/bandwidth/${path}`, {
  cache: 'no-store', ...options, headers: { 'Bandwidth-Slot': slot, ...options.headers },
});

// Loads the line with `open` until its rate is known, in bits per second.
async function load(trip, most, open, read) {
  const rate = new Rate(trip);
  const stop = new AbortController();
  const began = secondsNow();
  const phases = new Phases(trip, began);
  let connections = 0;
  const add = (count) => {
    for (let index = 0; index < count; index += 1, connections += 1) open(stop.signal);
  };
  add(2);
  const first = phases.start;
  let done = 0;
  while (!done && secondsNow() - began < longest) {
    await pause(20);
    read(rate);
    if (!rate.samples.length) continue;
    const step = phases.next(rate, secondsNow(), connections, most);
    if (step.add > 0) add(step.add);
    done = step.done || 0;
  }
  stop.abort();
  const sure = done || rate.steady(phases.start) || rate.steady(first);
  const found = sure || rate.unsettled(phases.start) || phases.before || rate.unsettled(0) || rate.least();
  return { bits: Math.round(found * 8), settled: Boolean(sure) };
}

async function latency(slot) {
  const trips = [];
  for (let index = 0; index <= 12; index += 1) {
    const began = performance.now();
    await (await slotted(slot, 'download?bytes=0')).arrayBuffer();
    // The first one opens the connection.
    if (index) trips.push((performance.now() - began) / 1000);
  }
  trips.sort((a, b) => a - b);
  return { median: trips[6], least: trips[0] };
}

function download(slot, bytes, trip) {
  let came = 0;
  return load(trip, 4, async (signal) => {
    try {
      const reader = (await slotted(slot, `download?bytes=${bytes}`, { signal })).body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        came += value.byteLength;
      }
    } catch { /* Stopped, or the line broke: what arrived counts. */ }
  }, (rate) => rate.add(secondsNow(), came * (1 + headerBytes / segmentBytes)));
}

async function upload(slot, bytes, trip) {
  const piece = new Uint8Array(65536);
  crypto.getRandomValues(piece);
  const body = new Blob(Array.from({ length: Math.ceil(bytes / piece.length) }, () => piece));
  // Arrivals are counted at the other end: here, full buffers would count.
  const lines = [];
  const arrivals = new AbortController();
  (async () => {
    try {
      const reader = (await slotted(slot, 'arrivals', { signal: arrivals.signal })).body
        .pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        const parts = (rest + value).split('\n');
        rest = parts.pop();
        lines.push(...parts.map((line) => JSON.parse(line)));
      }
    } catch { /* Stopped. */ }
  })();
  let offset;
  const found = await load(trip, 4, (signal) => {
    slotted(slot, 'upload', { method: 'POST', body, signal }).catch(() => {});
  }, (rate) => {
    for (const line of lines.splice(0)) {
      if (!line.segments) continue;
      offset ??= secondsNow() - trip / 2 - line.seconds;
      const mean = line.bytes / line.segments;
      const segment = mean > 2000 ? mean : Math.max(mean, segmentBytes);
      rate.add(line.seconds + offset, line.segments * (segment + headerBytes));
    }
  });
  arrivals.abort();
  return found;
}

async function checkLine() {
  const start = part.querySelector('[data-start]');
  start.disabled = true;
  try {
    const values = new FormData(form);
    const asked = new URLSearchParams(['token', 'commune', 'machine'].map((name) => [name, values.get(name)]));
    const answer = await fetch('/check/line/slot', { method: 'POST', body: asked });
    // The session is over: the sign-in says so.
    if (answer.redirected) {
      location.assign(answer.url);
      return;
    }
    const grant = answer.ok ? await answer.json() : {};
    if (!grant.granted) {
      say(`${part.dataset.busy} ${grant.retryAfterSeconds ? `${grant.retryAfterSeconds} s` : ''}`);
      start.disabled = false;
      return;
    }
    say(part.dataset.latency);
    const trip = await latency(grant.slot);
    say(part.dataset.down);
    const down = await download(grant.slot, grant.maximumBytes, trip.least);
    await pause(500);
    say(part.dataset.up);
    const up = await upload(grant.slot, grant.maximumBytes, trip.least);
    fill({
      slot: grant.slot, download: down.bits, upload: up.bits, latency: trip.median.toFixed(4),
      settled: down.settled && up.settled ? 'yes' : '', mobile: isMobile() ? 'yes' : '',
    });
    const shown = {
      download: `${number(down.bits / 1e6, 2)} Mbit/s`, upload: `${number(up.bits / 1e6, 2)} Mbit/s`,
      latency: `${number(trip.median * 1000, 0)} ms`,
    };
    for (const [name, text] of Object.entries(shown)) {
      form.querySelector(`[data-show="${name}"]`).textContent = text;
    }
    say(part.dataset.ready);
    form.hidden = false;
  } catch {
    say(part.dataset.failed);
    start.disabled = false;
  }
}

if (part) {
  const kind = part.dataset.check;
  if (kind === 'line') part.querySelector('[data-start]').addEventListener('click', checkLine);
  if (kind === 'system') checkSystem();
  if (kind === 'services') checkServices();
}
