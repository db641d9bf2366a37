/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
// The data: columns in blocks, each block gzipped and in base64; addresses become numbers in the order of their values.

const BYTES = { u8: 1, u16: 2, u32: 4, f64: 8 };
const ARRAYS = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f64: Float64Array };
const WITH_PORTS = new Set([6, 17, 132, 136]);
const SEEN_REPLY = 2;
const ASSURED = 4;

async function unpack(text) {
  const packed = atob(text);
  const bytes = new Uint8Array(packed.length);
  for (let i = 0; i < packed.length; i++) {
    bytes[i] = packed.charCodeAt(i);
  }
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}

/** All blocks' columns, joined: an array for each name. */
async function readColumns(meta, elements) {
  const columns = {};
  for (const [name, type] of meta.columns) {
    columns[name] = new ARRAYS[type](meta.rows);
  }
  let row = 0;
  for (const element of elements) {
    const buffer = await unpack(element.textContent.trim());
    element.remove();
    const rows = new DataView(buffer).getUint32(0, true);
    let offset = 8;
    for (const [name, type] of meta.columns) {
      columns[name].set(new ARRAYS[type](buffer, offset, rows), row);
      offset += rows * BYTES[type];
    }
    row += rows;
  }
  if (row !== meta.rows) {
    throw new Error(`${meta.rows} connections are announced, ${row} are there`);
  }
  return columns;
}

/**
 * Sort rows by words of up to 32 bits, the least significant word first. Rows that are equal keep their order, also
 * when descending.
 */
function radixSort(order, words, descending) {
  const rows = order.length;
  const flip = descending ? 0xFFFF : 0;
  const counts = new Uint32Array(0x10000);
  let from = order.slice();
  let to = new Uint32Array(rows);
  for (const word of words) {
    for (let shift = 0; shift < 8 * word.BYTES_PER_ELEMENT; shift += 16) {
      counts.fill(0);
      for (let i = 0; i < rows; i++) {
        counts[((word[from[i]] >>> shift) & 0xFFFF) ^ flip]++;
      }
      if (rows === 0 || counts[((word[from[0]] >>> shift) & 0xFFFF) ^ flip] === rows) {
        continue;
      }
      for (let digit = 0, sum = 0; digit < counts.length; digit++) {
        const count = counts[digit];
        counts[digit] = sum;
        sum += count;
      }
      for (let i = 0; i < rows; i++) {
        to[counts[((word[from[i]] >>> shift) & 0xFFFF) ^ flip]++] = from[i];
      }
      [from, to] = [to, from];
    }
  }
  return from;
}

function sequence(length) {
  const numbers = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    numbers[i] = i;
  }
  return numbers;
}

/** Two words of whole numbers that need more than 32 bits. */
function wordsOf(values) {
  const low = new Uint32Array(values.length);
  const high = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    high[i] = Math.floor(values[i] / 4294967296);
    low[i] = values[i] % 4294967296;
  }
  return [low, high];
}

/** Each address once: family and four words. Its number is its rank by value, IPv4 before IPv6. */
class Addresses {
  constructor(family, sides) {
    const rows = family.length;
    let slots = 16;
    while (slots < 4 * rows) {
      slots *= 2;
    }
    const table = new Uint32Array(slots);
    const seenFamily = new Uint8Array(2 * rows);
    const seen = [0, 1, 2, 3].map(() => new Uint32Array(2 * rows));
    let size = 0;
    const ids = sides.map(([a, b, c, d]) => {
      const id = new Uint32Array(rows);
      for (let i = 0; i < rows; i++) {
        let hash = Math.imul(a[i], 0x9E3779B1) ^ Math.imul(b[i], 0x85EBCA77) ^ Math.imul(c[i], 0xC2B2AE3D)
          ^ Math.imul(d[i], 0x27D4EB2F);
        hash = Math.imul(hash ^ hash >>> 15, 0x2C1B3C6D);
        let slot = (hash ^ hash >>> 13) & slots - 1;
        for (;; slot = slot + 1 & slots - 1) {
          const known = table[slot] - 1;
          if (known < 0) {
            table[slot] = ++size;
            seenFamily[size - 1] = family[i];
            seen[0][size - 1] = a[i];
            seen[1][size - 1] = b[i];
            seen[2][size - 1] = c[i];
            seen[3][size - 1] = d[i];
            id[i] = size - 1;
            break;
          }
          if (seen[3][known] === d[i] && seen[2][known] === c[i] && seen[1][known] === b[i]
            && seen[0][known] === a[i] && seenFamily[known] === family[i]) {
            id[i] = known;
            break;
          }
        }
      }
      return id;
    });
    const order = radixSort(sequence(size), [seen[3], seen[2], seen[1], seen[0], seenFamily], false);
    const rank = new Uint32Array(size);
    order.forEach((id, place) => {
      rank[id] = place;
    });
    this.size = size;
    this.family = Uint8Array.from(order, id => seenFamily[id]);
    this.words = seen.map(word => Uint32Array.from(order, id => word[id]));
    this.sides = ids.map(id => id.map(old => rank[old]));
    this.texts = new Array(size);
  }

  text(id) {
    return this.texts[id] ??= this.family[id] === 4 ? v4Text(this.words[3][id])
      : v6Text(this.words.map(word => word[id]));
  }
}

function v4Text(word) {
  return `${word >>> 24}.${word >>> 16 & 255}.${word >>> 8 & 255}.${word & 255}`;
}

/** RFC 5952's form, with the dotted one for what inet_ntop(3) writes so. */
function v6Text(words) {
  const groups = words.flatMap(word => [word >>> 16, word & 0xFFFF]);
  let best = 0;
  let length = 1;
  for (let i = 0; i < 8; i++) {
    let run = 0;
    while (groups[i + run] === 0) {
      run++;
    }
    if (run > length) {
      best = i;
      length = run;
    }
    i += run;
  }
  if (length === 1) {
    return groups.map(group => group.toString(16)).join(':');
  }
  if (best === 0 && (length === 6 || length === 5 && groups[5] === 0xFFFF)) {
    return `::${length === 5 ? 'ffff:' : ''}${v4Text(words[3])}`;
  }
  const hex = part => part.map(group => group.toString(16)).join(':');
  return `${hex(groups.slice(0, best))}::${hex(groups.slice(best + length))}`;
}

/** The connections, by number of row. */
class Connections {
  constructor(meta, columns) {
    const words = side => [0, 1, 2, 3].map(i => columns[side + i]);
    Object.assign(this, columns, { meta, rows: meta.rows });
    this.addresses = new Addresses(columns.l3, [words('src'), words('dst')]);
    [this.src, this.dst] = this.addresses.sides;
    for (const side of ['src', 'dst']) {
      [0, 1, 2, 3].forEach(i => delete this[side + i]);
    }
    this.accounting = 'packets0' in columns;
    this.stamped = 'age' in columns;
    // 0 where there is no port
    this.sportKey = new Uint32Array(this.rows);
    this.dportKey = new Uint32Array(this.rows);
    for (let i = 0; i < this.rows; i++) {
      if (WITH_PORTS.has(this.proto[i])) {
        this.sportKey[i] = this.sport[i] + 1;
        this.dportKey[i] = this.dport[i] + 1;
      }
    }
    if (this.accounting) {
      this.packets = this.packets0.map((count, i) => count + this.packets1[i]);
      this.bytes = this.bytes0.map((count, i) => count + this.bytes1[i]);
    }
  }

  isIcmp(row) {
    return this.proto[row] === (this.l3[row] === 4 ? 1 : 58);
  }

  protoName(row) {
    return this.meta.protocols[this.proto[row]];
  }

  stateName(row) {
    return this.meta.states[this.state[row]];
  }

  info(row) {
    const words = [];
    if (!(this.status[row] & SEEN_REPLY)) {
      words.push('[UNREPLIED]');
    }
    if (this.status[row] & ASSURED) {
      words.push('[ASSURED]');
    }
    if (this.isIcmp(row)) {
      words.push(`type=${this.dport[row] >>> 8} code=${this.dport[row] & 255} id=${this.sport[row]}`);
    } else if (this.proto[row] === 47) {
      words.push(`srckey=0x${this.sport[row].toString(16)} dstkey=0x${this.dport[row].toString(16)}`);
    }
    return words.join(' ');
  }

  /** A line as conntrack -L prints it. */
  line(row) {
    const name = this.protoName(row);
    const words = [`${name.padEnd(8)} ${this.proto[row]}`, this.left[row]];
    if (this.stateName(row)) {
      words.push(this.stateName(row));
    }
    this.tuple(words, row, 0);
    if (!(this.status[row] & SEEN_REPLY)) {
      words.push('[UNREPLIED]');
    }
    this.tuple(words, row, 1);
    if (this.status[row] & ASSURED) {
      words.push('[ASSURED]');
    }
    words.push(`mark=${this.mark ? this.mark[row] : 0}`);
    if (this.zone[row]) {
      words.push(`zone=${this.zone[row]}`);
    }
    if (this.stamped) {
      words.push(`delta-time=${this.age[row]}`);
    }
    return words.concat('use=1').join(' ');
  }

  tuple(words, row, direction) {
    const ends = [this.addresses.text(this.src[row]), this.addresses.text(this.dst[row])];
    const ports = [this.sport[row], this.dport[row]];
    words.push(`src=${ends[direction]}`, `dst=${ends[1 - direction]}`);
    if (this.isIcmp(row)) {
      const query = ports[1] >>> 8;
      const type = direction ? this.meta.icmpAnswers[`${this.l3[row]}/${query}`] : query;
      words.push(`type=${type}`, `code=${ports[1] & 255}`, `id=${ports[0]}`);
    } else if (WITH_PORTS.has(this.proto[row])) {
      words.push(`sport=${ports[direction]}`, `dport=${ports[1 - direction]}`);
    } else if (this.proto[row] === 47) {
      words.push(`srckey=0x${ports[direction].toString(16)}`, `dstkey=0x${ports[1 - direction].toString(16)}`);
    }
    if (this.accounting) {
      words.push(`packets=${this[`packets${direction}`][row]}`, `bytes=${this[`bytes${direction}`][row]}`);
    }
  }
}
