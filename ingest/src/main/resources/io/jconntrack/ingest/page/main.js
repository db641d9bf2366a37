/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
// Puts the parts together: what is filtered, sorted, chosen and copied.

class Page {
  constructor(connections) {
    this.connections = connections;
    this.filters = new Filters(connections);
    this.order = sequence(connections.rows);
    this.measure = 'connections';
    this.input = document.getElementById('filter');
    this.columns = createColumns(connections);
    this.plots = createPlots(connections, word => this.toggle(word));
    this.table = new Table(connections, this.columns, column => this.sort(column), row => this.choose(row));
    this.times = {};
    this.tell();
    this.measures();
    this.fieldHelp();
    this.listen();
    const first = this.columns.find(column => column.id === (connections.accounting ? 'bytes0' : 'left'));
    this.sort(first, true);
  }

  /** The figures at the top. */
  tell() {
    const c = this.connections;
    const { meta } = c;
    let assured = 0;
    let unreplied = 0;
    let six = 0;
    let packets = 0;
    let bytes = 0;
    for (let i = 0; i < c.rows; i++) {
      assured += c.status[i] & ASSURED ? 1 : 0;
      unreplied += c.status[i] & SEEN_REPLY ? 0 : 1;
      six += c.l3[i] === 6 ? 1 : 0;
      packets += c.accounting ? c.packets[i] : 0;
      bytes += c.accounting ? c.bytes[i] : 0;
    }
    const facts = [['connections', c.rows], ['assured', assured], ['unreplied', unreplied], ['IPv4', c.rows - six],
      ['IPv6', six], ['addresses', c.addresses.size]].map(([name, value]) => [name, grouped.format(value)]);
    if (c.accounting) {
      facts.push(['packets', quantity(packets, 'packets')], ['bytes', brief(bytes, 'B')]);
    }
    facts.push(...meta.facts);
    for (const [name, value] of facts) {
      const fact = create('div');
      fact.append(create('dt', '', name), create('dd', '', value));
      document.getElementById('facts').append(fact);
    }
    document.getElementById('profile').textContent = `· ${meta.profile} profile`
      + (meta.filter ? ` · only those of: ${meta.filter}` : '');
    if (meta.leftOut > 0) {
      notice(`${grouped.format(meta.leftOut)} more connections are not in this page: it holds the first `
        + `${grouped.format(c.rows)}, as many as it was allowed (--max).`);
    }
  }

  measures() {
    const choice = document.getElementById('measure');
    for (const measure of ['connections', 'packets', 'bytes']) {
      const label = create('label');
      const radio = create('input');
      Object.assign(radio, { type: 'radio', name: 'measure', value: measure, checked: measure === this.measure,
        disabled: measure !== 'connections' && !this.connections.accounting });
      radio.addEventListener('change', () => {
        this.measure = measure;
        this.draw();
      });
      label.append(radio, measure);
      choice.append(label);
    }
    if (!this.connections.accounting && this.connections.rows > 0) {
      document.getElementById('measure-note').textContent =
        'Packets and bytes were not counted (--set acct=1 counts them).';
    }
  }

  fieldHelp() {
    const list = document.getElementById('fields');
    for (const [name, field] of Object.entries(this.filters.fields)) {
      if (field !== null) {
        const term = create('dt');
        term.append(create('code', '', `${name}:`));
        list.append(term, create('dd', '', field[1]));
      }
    }
  }

  words() {
    return this.input.value.split(/\s+/).filter(word => word !== '');
  }

  /** Add a word to the filter, or take it away. */
  toggle(word) {
    const words = this.words();
    this.input.value = (words.includes(word) ? words.filter(other => other !== word) : [...words, word]).join(' ');
    this.filter();
  }

  sort(column, descending) {
    const start = performance.now();
    this.descending = descending ?? (this.sortedBy === column ? !this.descending : column.most === true);
    this.sortedBy = column;
    this.order = radixSort(this.order, column.words(), this.descending);
    this.table.markSorted(column, this.descending);
    this.filter();
    this.times.sort = performance.now() - start;
  }

  filter() {
    const start = performance.now();
    const problem = document.getElementById('problem');
    try {
      this.rows = this.filters.select(this.order, this.filters.parse(this.input.value));
      problem.textContent = '';
      this.input.removeAttribute('aria-invalid');
    } catch (error) {
      if (!(error instanceof FilterProblem)) {
        throw error;
      }
      problem.textContent = error.message;
      this.input.setAttribute('aria-invalid', 'true');
      return;
    }
    this.table.show(this.rows);
    this.draw();
    this.times.filter = performance.now() - start;
  }

  draw() {
    const words = this.words();
    for (const plot of this.plots) {
      plot.update(this.rows, this.measure, words);
    }
    const all = grouped.format(this.connections.rows);
    document.getElementById('matching').textContent =
      words.length === 0 ? all : `${grouped.format(this.rows.length)} of ${all}`;
    document.getElementById('printed').textContent = this.rows.length > PRINTED
      ? `The first ${PRINTED} of ${grouped.format(this.rows.length)} connections are printed.` : '';
  }

  choose(row) {
    this.chosen = row;
    document.getElementById('copy').disabled = row < 0;
    document.getElementById('line').textContent = row < 0 ? '' : this.connections.line(row);
  }

  async copy() {
    if (this.chosen < 0) {
      return;
    }
    const line = document.getElementById('line');
    const button = document.getElementById('copy');
    try {
      await navigator.clipboard.writeText(line.textContent);
      button.textContent = 'Copied';
      setTimeout(() => {
        button.textContent = 'Copy line';
      }, 1200);
    } catch {
      // the browser forbids it here: select the line, so that the usual keys copy it
      getSelection().selectAllChildren(line);
    }
  }

  listen() {
    let timer = 0;
    this.input.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.filter(), 80);
    });
    document.getElementById('clear').addEventListener('click', () => {
      this.input.value = '';
      this.filter();
      this.input.focus();
    });
    document.getElementById('copy').addEventListener('click', () => this.copy());
    document.getElementById('grid').addEventListener('keydown', event => {
      if (event.target === event.currentTarget && !event.ctrlKey && !event.metaKey
        && (event.key === 'c' || event.key === 'Enter')) {
        event.preventDefault();
        this.copy();
      }
    });
    document.addEventListener('keydown', event => {
      if (event.key === '/' && !(event.target instanceof HTMLInputElement)) {
        event.preventDefault();
        this.input.focus();
      }
    });
  }
}

function notice(text, wrong = false) {
  const element = document.getElementById('notice');
  element.textContent = text;
  element.classList.toggle('wrong', wrong);
  element.hidden = false;
}

function themes() {
  const button = document.getElementById('theme');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark';
  const label = () => {
    button.textContent = isDark() ? 'Light' : 'Dark';
    button.setAttribute('aria-label', `Change to ${isDark() ? 'light' : 'dark'} colours`);
  };
  button.addEventListener('click', () => {
    document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
    label();
  });
  system.addEventListener('change', label);
  label();
}

async function open() {
  themes();
  if (typeof DecompressionStream === 'undefined') {
    throw new Error('this browser is too old: it has no DecompressionStream');
  }
  const start = performance.now();
  const meta = JSON.parse(document.getElementById('meta').textContent);
  const moment = document.getElementById('moment');
  moment.textContent = moment.dateTime.replace('T', ' ').replace('Z', ' UTC');
  const columns = await readColumns(meta, document.querySelectorAll('script.block'));
  document.getElementById('main').hidden = false;
  const page = new Page(new Connections(meta, columns));
  page.times.load = performance.now() - start;
  return page;
}

// for whoever looks at the page with the browser's console, and for its tests
window.snapshotPage = open();
window.snapshotPage.catch(error => {
  notice(`The connections can't be shown: ${error.message}.`, true);
  document.documentElement.dataset.failed = 'true';
});
