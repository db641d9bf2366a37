/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
// Filters: words that all must hold. Each becomes a test of a row that looks up small tables and compares no text.

/** A filter that can't be understood, with a sentence that says why. */
class FilterProblem extends Error {
}

const TIMES = { s: 1, m: 60, h: 3600, d: 86400 };
const COUNTS = { k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

class Filters {
  constructor(connections) {
    const c = connections;
    const number = (values, units) => text => within(parseRange(text, units), i => values[i]);
    const icmp = value => text => {
      const wanted = parseRange(text);
      return i => c.isIcmp(i) && wanted(value(i));
    };
    this.connections = c;
    this.fields = {
      proto: [text => this.protocol(text), 'tcp, udp, icmp … or a number'],
      state: [text => this.state(text), 'ESTABLISHED, SYN_SENT …; none where the protocol has no states'],
      src: [text => this.address(text, [c.src]), 'address, beginning of one, or prefix: 10.0.0.0/8, 2001:db8::/32'],
      dst: [text => this.address(text, [c.dst]), 'the same of the destination'],
      addr: [text => this.address(text, [c.src, c.dst]), 'the same of either'],
      sport: [text => this.port(text, [c.sportKey]), 'source port'],
      dport: [text => this.port(text, [c.dportKey]), 'destination port'],
      port: [text => this.port(text, [c.sportKey, c.dportKey]), 'either port'],
      left: [number(c.left, TIMES), 'seconds that remain: left:<60, left:1h-5d'],
      age: c.stamped ? [number(c.age, TIMES), 'whole seconds since the connection started'] : null,
      packets: c.accounting ? [number(c.packets, COUNTS), 'of both directions'] : null,
      bytes: c.accounting ? [number(c.bytes, COUNTS), 'of both directions: bytes:>10M'] : null,
      is: [text => this.status(text), 'assured, unreplied, replied, ipv4, ipv6'],
      zone: [number(c.zone), 'zone'],
      mark: c.mark ? [number(c.mark), 'mark; hexadecimal with 0x'] : null,
      type: [icmp(i => c.dport[i] >>> 8), 'ICMP type'],
      code: [icmp(i => c.dport[i] & 255), 'ICMP code'],
      id: [icmp(i => c.sport[i]), 'ICMP id'],
    };
  }

  /** Tests for the words of a text; throws a FilterProblem. */
  parse(text) {
    return text.split(/\s+/).filter(word => word !== '' && word !== '-').map(word => {
      const not = word.startsWith('-');
      const test = this.word(not ? word.slice(1) : word);
      return not ? i => !test(i) : test;
    });
  }

  /** The rows of an order for which all tests hold, in that order. */
  select(order, tests) {
    if (tests.length === 0) {
      return order;
    }
    const rows = new Uint32Array(order.length);
    let size = 0;
    next: for (let i = 0; i < order.length; i++) {
      const row = order[i];
      for (let t = 0; t < tests.length; t++) {
        if (!tests[t](row)) {
          continue next;
        }
      }
      rows[size++] = row;
    }
    return rows.slice(0, size);
  }

  word(word) {
    const [, name, values] = /^([a-z]+):(.*)$/i.exec(word) ?? [];
    // an IPv6 address has colons too: what stands before its first one is hexadecimal or nothing
    if (name === undefined || /^[0-9a-f]{1,4}$/i.test(name) && !this.isField(name)) {
      return this.anywhere(word.toLowerCase());
    }
    if (!this.isField(name)) {
      throw new FilterProblem(`There is no field “${name}”. Fields: ${Object.keys(this.fields).join(', ')}.`);
    }
    const field = this.fields[name.toLowerCase()];
    if (field === null) {
      throw new FilterProblem(`The tracker did not keep “${name}”.`);
    }
    const tests = values.split(',').filter(value => value !== '').map(value => field[0](value));
    if (tests.length === 0) {
      return () => true;
    }
    return tests.length === 1 ? tests[0] : i => tests.some(test => test(i));
  }

  isField(name) {
    return Object.hasOwn(this.fields, name.toLowerCase());
  }

  protocol(text) {
    const { proto, meta } = this.connections;
    return byTable(proto, 256, i => String(i) === text || meta.protocols[i] === text.toLowerCase());
  }

  state(text) {
    const { state, meta } = this.connections;
    const wanted = text.toUpperCase() === 'NONE' && !meta.states.includes('NONE') ? '' : text.toUpperCase();
    return byTable(state, meta.states.length, i => meta.states[i] === wanted);
  }

  status(text) {
    const { status, l3 } = this.connections;
    switch (text.toLowerCase()) {
      case 'assured': return i => (status[i] & ASSURED) !== 0;
      case 'replied': return i => (status[i] & SEEN_REPLY) !== 0;
      case 'unreplied': return i => (status[i] & SEEN_REPLY) === 0;
      case 'ipv4': return i => l3[i] === 4;
      case 'ipv6': return i => l3[i] === 6;
      default: throw new FilterProblem(`“is:” takes assured, unreplied, replied, ipv4, ipv6; not “${text}”.`);
    }
  }

  port(text, keys) {
    const wanted = parseRange(text);
    return either(keys.map(key => byTable(key, 65537, i => i > 0 && wanted(i - 1))));
  }

  address(text, sides) {
    const { addresses } = this.connections;
    const [plain, length] = text.split('/');
    const words = parseAddress(plain);
    let test = id => addresses.text(id).startsWith(text.toLowerCase());
    if (words !== null) {
      const family = plain.includes(':') ? 6 : 4;
      const bits = family === 4 ? 32 : 128;
      if (length !== undefined && (!/^\d{1,3}$/.test(length) || Number(length) > bits)) {
        throw new FilterProblem(`“${text}” has no prefix length of 0 to ${bits}.`);
      }
      const masks = prefixMasks(bits - Number(length ?? bits));
      test = id => addresses.family[id] === family
        && masks.every((mask, w) => ((addresses.words[w][id] ^ words[w]) & mask) === 0);
    } else if (!/^[0-9a-f.:]+$/i.test(text)) {
      throw new FilterProblem(`“${text}” is neither an address nor a prefix.`);
    }
    const table = Uint8Array.from({ length: addresses.size }, (_, id) => test(id));
    return either(sides.map(side => i => table[side[i]] === 1));
  }

  /** The text in any field as the table shows it. */
  anywhere(text) {
    const c = this.connections;
    const has = value => value.toLowerCase().includes(text);
    const hits = [byTable(c.proto, 256, i => has(c.meta.protocols[i] ?? '')),
      byTable(c.state, c.meta.states.length, i => has(c.meta.states[i])),
      byTable(c.status, 16, i => has(i & SEEN_REPLY ? '' : '[UNREPLIED]') || has(i & ASSURED ? '[ASSURED]' : ''), 15)];
    const found = Uint8Array.from({ length: c.addresses.size }, (_, id) => c.addresses.text(id).includes(text));
    if (/^\d{1,5}$/.test(text)) {
      hits.push(...[c.sportKey, c.dportKey].map(key => byTable(key, 65537, i => i > 0 && has(String(i - 1)))));
    }
    hits.push(i => found[c.src[i]] === 1 || found[c.dst[i]] === 1);
    return either(hits);
  }
}

function byTable(column, size, test, mask = -1) {
  const table = Uint8Array.from({ length: size }, (_, i) => test(i));
  return i => table[column[i] & mask] === 1;
}

function either(tests) {
  if (tests.length === 1) {
    return tests[0];
  }
  return i => {
    for (let t = 0; t < tests.length; t++) {
      if (tests[t](i)) {
        return true;
      }
    }
    return false;
  };
}

function within(range, value) {
  return i => range(value(i));
}

/** N, A-B, <N, <=N, >N, >=N, with units. */
function parseRange(text, units = {}) {
  const [, sign, first, last] = /^(<=?|>=?|=)?([^-]+)(?:-(.+))?$/.exec(text) ?? [];
  const low = parseNumber(first, units);
  const high = last === undefined ? low : parseNumber(last, units);
  if (low === null || high === null || sign !== undefined && last !== undefined) {
    throw new FilterProblem(`“${text}” is neither a number nor a range such as 10-20 or >10.`);
  }
  switch (sign) {
    case '<': return value => value < low;
    case '<=': return value => value <= low;
    case '>': return value => value > low;
    case '>=': return value => value >= low;
    default: return value => value >= low && value <= high;
  }
}

function parseNumber(text, units) {
  if (/^0x[0-9a-f]{1,8}$/i.test(text ?? '')) {
    return Number(text);
  }
  const [, digits, unit] = /^(\d+(?:\.\d+)?)([a-z]?)$/i.exec(text ?? '') ?? [];
  const factor = unit === '' ? 1 : units[unit?.toLowerCase()];
  return digits === undefined || factor === undefined ? null : Number(digits) * factor;
}

/** Four words, IPv4 in the last; null when it is no address. */
function parseAddress(text) {
  if (!text.includes(':')) {
    const parts = text.split('.');
    const fits = parts.length === 4 && parts.every(part => /^\d{1,3}$/.test(part) && Number(part) < 256);
    return fits ? [0, 0, 0, parts.reduce((sum, part) => sum * 256 + Number(part), 0)] : null;
  }
  const dotted = /^(.*:)(\d+(?:\.\d+){3})$/.exec(text);
  if (dotted !== null) {
    const tail = parseAddress(dotted[2]);
    return tail && parseAddress(`${dotted[1]}${(tail[3] >>> 16).toString(16)}:${(tail[3] & 0xFFFF).toString(16)}`);
  }
  const halves = text.split('::').map(half => half === '' ? [] : half.split(':'));
  const count = halves.reduce((sum, half) => sum + half.length, 0);
  if (halves.length > 2 || (halves.length === 2 ? count > 7 : count !== 8)
    || !halves.flat().every(group => /^[0-9a-f]{1,4}$/i.test(group))) {
    return null;
  }
  const groups = [...halves[0], ...new Array(8 - count).fill('0'), ...halves[1] ?? []].map(hex => parseInt(hex, 16));
  return [0, 2, 4, 6].map(i => groups[i] * 65536 + groups[i + 1]);
}

/** Masks of four words that leave out the last bits. */
function prefixMasks(hostBits) {
  return [96, 64, 32, 0].map(below => {
    const bits = Math.min(32, Math.max(0, hostBits - below));
    return bits === 32 ? 0 : -1 << bits;
  });
}
