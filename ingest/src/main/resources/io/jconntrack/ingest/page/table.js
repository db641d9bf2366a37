/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
// The table: only the rows in sight exist as elements, whatever the number of connections.

const ROW = 24;
const HEAD = 30;
/** Browsers give up on elements somewhat higher than this; then the scroll bar moves by more than a row. */
const HIGHEST = 12e6;
const PRINTED = 100;

/** A column: its words for sorting, its text, and its width in characters. */
function createColumns(c) {
  const max = values => values.reduce((most, value) => Math.max(most, value), 0);
  const longest = texts => texts.reduce((most, text) => Math.max(most, text.length), 0);
  const ranked = names => {
    const sorted = [...names].sort();
    return Uint16Array.from(names, name => sorted.indexOf(name));
  };
  const count = (id, label, values, title) => ({ id, label, title, number: true, most: true,
    words: () => wordsOf(values), text: i => String(values[i]), width: String(max(values)).length });
  const plain = (id, label, values, title) => ({ id, label, title, number: true, words: () => [values],
    text: i => String(values[i]), width: String(max(values)).length });
  const address = (id, label, side) => ({ id, label, words: () => [side], text: i => c.addresses.text(side[i]),
    width: addressWidth(c.addresses) });
  const port = (id, label, key) => ({ id, label, number: true, words: () => [key],
    text: i => key[i] ? String(key[i] - 1) : '', width: 5 });
  const names = Array.from({ length: 256 }, (_, i) => {
    const name = c.meta.protocols[i] ?? '';
    return name === 'unknown' ? `unknown ${i}` : name;
  });
  const protoRank = ranked(names);
  const stateRank = ranked(c.meta.states);
  return [
    { id: 'proto', label: 'proto', words: () => [c.proto.map(i => protoRank[i])], text: i => names[c.proto[i]],
      width: longest(names) },
    { id: 'state', label: 'state', words: () => [c.state.map(i => stateRank[i])], text: i => c.stateName(i),
      width: longest(c.meta.states) },
    plain('left', 'left', c.left, 'seconds until the connection expires'),
    address('src', 'source', c.src),
    port('sport', 'sport', c.sportKey),
    address('dst', 'destination', c.dst),
    port('dport', 'dport', c.dportKey),
    ...c.accounting ? [count('packets0', 'packets →', c.packets0, 'packets of the original direction'),
      count('packets1', '← packets', c.packets1, 'packets of the reply'),
      count('bytes0', 'bytes →', c.bytes0, 'bytes of the original direction'),
      count('bytes1', '← bytes', c.bytes1, 'bytes of the reply')] : [],
    ...c.stamped ? [{ ...plain('age', 'age', c.age, 'seconds since the connection started'), most: true }] : [],
    ...c.zone.some(zone => zone > 0) ? [plain('zone', 'zone', c.zone)] : [],
    ...c.mark ? [plain('mark', 'mark', c.mark)] : [],
    { id: 'info', label: 'status', words: () => [c.status], text: i => c.info(i), width: 0 },
  ];
}

function addressWidth(addresses) {
  const step = Math.max(1, Math.floor(addresses.size / 20000));
  let width = 11;
  for (let id = 0; id < addresses.size; id += step) {
    width = Math.max(width, addresses.text(id).length);
  }
  return width;
}

class Table {
  constructor(connections, columns, sorted, chosen) {
    Object.assign(this, { connections, columns, sorted, chosen });
    this.grid = document.getElementById('grid');
    this.body = document.getElementById('rows');
    this.head = document.getElementById('head');
    this.rows = new Uint32Array(0);
    this.current = -1;
    this.pool = [];
    this.grid.style.setProperty('--columns', columns.map(column => column.width
      ? `${Math.max(column.width, column.label.length + 2)}ch` : 'minmax(24ch, 1fr)').join(' '));
    this.grid.setAttribute('aria-colcount', columns.length);
    this.buildHead();
    this.listen();
  }

  buildHead() {
    for (const column of this.columns) {
      const cell = create('div', column.number ? 'number' : '');
      cell.setAttribute('role', 'columnheader');
      cell.dataset.column = column.id;
      const button = create('button', '', column.label);
      button.type = 'button';
      button.title = `Sort by ${column.title ?? column.label}`;
      button.addEventListener('click', () => this.sorted(column));
      cell.append(button);
      this.head.append(cell);
    }
  }

  markSorted(column, descending) {
    [...this.head.children].forEach((cell, i) => {
      if (this.columns[i] === column) {
        cell.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      } else {
        cell.removeAttribute('aria-sort');
      }
    });
  }

  /** Show other rows; the connection that was chosen stays chosen where it is among them. */
  show(rows) {
    const kept = this.current >= 0 ? rows.indexOf(this.rows[this.current]) : -1;
    this.rows = rows;
    this.grid.setAttribute('aria-rowcount', rows.length + 1);
    this.height = Math.min(HIGHEST, rows.length * ROW);
    this.body.style.height = `${this.height}px`;
    this.choose(kept);
    this.grid.scrollTop = 0;
    this.draw();
  }

  /** How many whole rows fit. */
  fit() {
    return Math.max(1, Math.floor((this.grid.clientHeight - HEAD) / ROW));
  }

  /** Pixels of scrolling for each row. */
  pace() {
    return this.rows.length * ROW <= HIGHEST ? ROW
      : (this.height + HEAD - this.grid.clientHeight) / (this.rows.length - this.fit());
  }

  draw() {
    if (this.printing) {
      return;
    }
    const pace = this.pace();
    const top = this.grid.scrollTop;
    const first = Math.max(0, Math.min(Math.floor(top / pace), this.rows.length - 1));
    const base = pace === ROW ? first * ROW : Math.min(top, this.height - this.fit() * ROW);
    const size = Math.min(this.fit() + 2, this.rows.length - first);
    this.fill(first, Math.max(0, size), base);
  }

  fill(first, size, base) {
    while (this.pool.length < size) {
      this.pool.push(this.newRow());
    }
    this.pool.forEach((element, i) => {
      element.hidden = i >= size;
      if (i < size) {
        element.style.transform = `translateY(${base + i * ROW}px)`;
        this.fillRow(element, first + i);
      }
    });
    if (this.current >= first && this.current < first + size) {
      this.grid.setAttribute('aria-activedescendant', this.pool[this.current - first].id);
    } else {
      this.grid.removeAttribute('aria-activedescendant');
    }
  }

  newRow() {
    const element = create('div', 'row');
    element.id = `row-${this.pool.length}`;
    element.setAttribute('role', 'row');
    for (const column of this.columns) {
      const cell = create('div', column.number ? 'number' : '');
      cell.setAttribute('role', 'gridcell');
      element.append(cell);
    }
    element.lastElementChild.classList.add('soft');
    this.body.append(element);
    return element;
  }

  fillRow(element, place) {
    element.dataset.place = place;
    element.setAttribute('aria-rowindex', place + 2);
    element.setAttribute('aria-selected', String(place === this.current));
    element.classList.toggle('chosen', place === this.current);
    const row = this.rows[place];
    this.columns.forEach((column, i) => {
      element.children[i].textContent = column.text(row);
    });
  }

  choose(place) {
    this.current = place;
    this.chosen(place < 0 ? -1 : this.rows[place]);
  }

  /** Choose a row and bring it into sight. */
  goTo(place) {
    this.choose(Math.max(0, Math.min(place, this.rows.length - 1)));
    const pace = this.pace();
    const first = Math.ceil(this.grid.scrollTop / pace);
    if (this.current < first) {
      this.grid.scrollTop = this.current * pace;
    } else if (this.current >= first + this.fit()) {
      this.grid.scrollTop = (this.current - this.fit() + 1) * pace;
    }
    this.draw();
  }

  listen() {
    let waiting = false;
    this.grid.addEventListener('scroll', () => {
      if (!waiting) {
        waiting = true;
        requestAnimationFrame(() => {
          waiting = false;
          this.draw();
        });
      }
    }, { passive: true });
    this.grid.addEventListener('wheel', event => {
      if (this.pace() !== ROW && event.deltaY !== 0 && !event.ctrlKey) {
        event.preventDefault();
        this.grid.scrollTop += event.deltaY / ROW * this.pace();
      }
    }, { passive: false });
    this.body.addEventListener('click', event => {
      const row = event.target.closest('.row');
      if (row) {
        this.goTo(Number(row.dataset.place));
      }
    });
    this.grid.addEventListener('keydown', event => this.key(event));
    new ResizeObserver(() => this.draw()).observe(this.grid);
    window.addEventListener('beforeprint', () => {
      this.printing = true;
      this.fill(0, Math.min(PRINTED, this.rows.length), 0);
    });
    window.addEventListener('afterprint', () => {
      this.printing = false;
      this.draw();
    });
  }

  key(event) {
    const page = this.fit() - 1;
    const moves = { ArrowDown: this.current + 1, ArrowUp: this.current - 1, PageDown: this.current + page,
      PageUp: this.current - page, Home: 0, End: this.rows.length - 1 };
    if (event.target === this.grid && event.key in moves && !event.altKey && !event.metaKey && this.rows.length) {
      event.preventDefault();
      this.goTo(moves[event.key]);
    }
  }
}
