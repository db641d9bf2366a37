/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
// Plots: a list of bars. What the filter leaves is drawn over what there is; each bar is a button that filters.

const SVG = 'http://www.w3.org/2000/svg';
const TOP = 10;
const LEFT_BINS = [[0, '< 10 s'], [10, '10–30 s'], [30, '30–60 s'], [60, '1–5 min'], [300, '5–30 min'],
  [1800, '30 min–2 h'], [7200, '2 h–1 d'], [86400, '1–5 d'], [432000, '≥ 5 d']];
const AGE_BINS = [[0, '< 1 s'], [1, '1–10 s'], [10, '10–60 s'], [60, '1–5 min'], [300, '5–30 min'],
  [1800, '30 min–2 h'], [7200, '2 h–1 d'], [86400, '1–5 d'], [432000, '≥ 5 d']];

function create(tag, className, text) {
  const element = document.createElement(tag);
  if (className) {
    element.className = className;
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
}

const grouped = new Intl.NumberFormat('en-US');

function brief(value, unit = '') {
  const digits = 'kMGTPE';
  let power = -1;
  let scaled = value;
  while (scaled >= 999.5 && power < digits.length - 1) {
    scaled /= 1000;
    power++;
  }
  const text = power < 0 ? String(value) : scaled.toFixed(scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0);
  return `${text}${power < 0 && unit === '' ? '' : ' '}${power < 0 ? '' : digits[power]}${unit}`;
}

function quantity(value, measure) {
  return measure === 'bytes' ? brief(value, 'B') : value < 1e6 ? grouped.format(value) : brief(value);
}

class Plot {
  constructor(element, title, toggle) {
    this.element = element;
    this.toggle = toggle;
    this.note = create('span');
    const heading = create('h3', '', title);
    heading.append(this.note);
    this.list = create('ol');
    this.list.setAttribute('aria-label', title);
    element.append(heading, this.list);
  }

  /** Instead of bars, a sentence. */
  say(text) {
    this.element.append(create('p', '', text));
  }

  /** Bars: label, what was hidden of it, word of the filter, value of all and of those that the filter leaves. */
  show(bars, measure, words) {
    const most = bars.reduce((max, bar) => Math.max(max, bar.all), 0);
    const longest = bars.reduce((max, bar) => Math.max(max, bar.label.length), 0);
    this.element.style.setProperty('--label', `${Math.max(7, longest + 1) * 0.92}ch`);
    while (this.list.childElementCount > bars.length) {
      this.list.lastElementChild.remove();
    }
    bars.forEach((bar, i) => {
      const button = this.list.children[i]?.firstElementChild ?? this.newBar();
      const [name, svg, value] = button.children;
      name.textContent = bar.label;
      name.title = bar.label;
      value.textContent = quantity(bar.part, measure);
      button.classList.toggle('none', bar.part === 0);
      button.dataset.word = bar.word;
      button.title = `${bar.label}: ${grouped.format(bar.part)} ${measure}`
        + (bar.part === bar.all ? '' : ` of ${grouped.format(bar.all)}`);
      button.setAttribute('aria-pressed', String(words.includes(bar.word)));
      svg.children[0].setAttribute('width', `${most ? 100 * bar.all / most : 0}%`);
      svg.children[1].setAttribute('width', `${most ? 100 * bar.part / most : 0}%`);
    });
  }

  newBar() {
    const button = create('button', 'mark');
    button.type = 'button';
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('aria-hidden', 'true');
    for (const name of ['all', 'part']) {
      const rect = document.createElementNS(SVG, 'rect');
      rect.setAttribute('class', name);
      rect.setAttribute('height', '100%');
      svg.append(rect);
    }
    button.append(create('span', 'name'), svg, create('span', 'value'));
    button.addEventListener('click', () => this.toggle(button.dataset.word));
    const item = create('li');
    item.append(button);
    this.list.append(item);
    return button;
  }
}

/** A plot whose bars are the same whatever is filtered: a small number for each row says which bar it belongs to. */
class BinPlot extends Plot {
  constructor(element, title, toggle, bins, labels, sortByCount) {
    super(element, title, toggle);
    this.bins = bins;
    const all = this.count(sequence(bins.length), labels.length);
    let shown = labels.map(([label, word], bin) => ({ label, word, bin, all: all[bin] }));
    if (sortByCount) {
      shown = shown.filter(bar => bar.all > 0).sort((a, b) => b.all - a.all);
    } else {
      const filled = shown.filter(bar => bar.all > 0).map(bar => bar.bin);
      shown = shown.slice(filled[0] ?? 0, (filled.at(-1) ?? -1) + 1);
    }
    this.shown = shown;
    this.size = labels.length;
  }

  count(rows, size) {
    const counts = new Float64Array(size);
    for (let i = 0; i < rows.length; i++) {
      counts[this.bins[rows[i]]]++;
    }
    return counts;
  }

  update(rows, measure, words) {
    const part = this.count(rows, this.size);
    this.show(this.shown.map(bar => ({ ...bar, part: part[bar.bin] })), 'connections', words);
  }
}

/** The keys of which there is most. */
class TopPlot extends Plot {
  constructor(element, title, toggle, connections, keys, size, describe) {
    super(element, title, toggle);
    Object.assign(this, { connections, keys, size, describe, everything: {} });
  }

  sums(rows, measure) {
    const sums = new Float64Array(this.size);
    const values = measure === 'connections' ? null : this.connections[measure];
    for (let i = 0; i < rows.length; i++) {
      sums[this.keys[rows[i]]] += values === null ? 1 : values[rows[i]];
    }
    return sums;
  }

  update(rows, measure, words) {
    const all = this.everything[measure] ??= this.sums(sequence(this.keys.length), measure);
    const part = rows.length === this.keys.length ? all : this.sums(rows, measure);
    const top = [];
    let distinct = 0;
    for (let key = 0; key < this.size; key++) {
      const described = part[key] > 0 && this.describe(key, true);
      distinct += described ? 1 : 0;
      if (described && (top.length < TOP || part[key] > part[top.at(-1)])) {
        const place = top.findIndex(other => part[other] < part[key]);
        top.splice(place < 0 ? top.length : place, 0, key);
        top.length = Math.min(top.length, TOP);
      }
    }
    this.note.textContent = distinct > TOP ? `${TOP} of ${grouped.format(distinct)}` : '';
    this.show(top.map(key => ({ ...this.describe(key), all: all[key], part: part[key] })), measure, words);
  }
}

function binOf(values, bins) {
  return Uint8Array.from(values, value => {
    let bin = bins.length - 1;
    while (value < bins[bin][0]) {
      bin--;
    }
    return bin;
  });
}

function binWords(field, bins) {
  return bins.map(([from, label], i) =>
    [label, i + 1 < bins.length ? `${field}:${from}-${bins[i + 1][0] - 1}` : `${field}:>=${from}`]);
}

/** The page's plots. */
function createPlots(c, toggle) {
  const at = id => document.getElementById(`plot-${id}`);
  const protocols = Array.from({ length: 256 }, (_, i) => {
    const name = c.meta.protocols[i] ?? 'unknown';
    return [name === 'unknown' ? `protocol ${i}` : name, `proto:${name === 'unknown' ? i : name}`];
  });
  const plots = [
    new BinPlot(at('state'), 'States', toggle, c.state,
      c.meta.states.map(name => [name || 'no state', `state:${name || 'none'}`]), true),
    new BinPlot(at('proto'), 'Protocols', toggle, c.proto, protocols, true),
    new BinPlot(at('left'), 'Time that remains', toggle, binOf(c.left, LEFT_BINS), binWords('left', LEFT_BINS)),
  ];
  if (c.stamped) {
    plots.push(new BinPlot(at('age'), 'Age', toggle, binOf(c.age, AGE_BINS), binWords('age', AGE_BINS)));
  } else if (c.rows > 0) {
    new Plot(at('age'), 'Age', toggle)
      .say('Not known: time stamps were off. They are kept with --set timestamp=1.');
  } else {
    new Plot(at('age'), 'Age', toggle);
  }
  const address = field => (key, only) => only || { label: c.addresses.text(key), word: `${field}:${c.addresses.text(key)}` };
  plots.push(
    new TopPlot(at('src'), 'Sources', toggle, c, c.src, c.addresses.size, address('src')),
    new TopPlot(at('dst'), 'Destinations', toggle, c, c.dst, c.addresses.size, address('dst')),
    new TopPlot(at('dport'), 'Destination ports', toggle, c, c.dportKey, 65537,
      (key, only) => only ? key > 0 : { label: String(key - 1), word: `dport:${key - 1}` }));
  for (const id of ['src', 'dst']) {
    at(id).classList.add('address');
  }
  return plots;
}
