// The numbers of the rules as somebody reads and types them who does not edit texts. A value is a
// whole number, a text, yes or no, or one of these from each of several days. No Vue.
const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text) &&
  new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

const isDated = (value) => value !== null && typeof value === 'object';
const plainType = (value) =>
  typeof value === 'boolean' ? 'boolean' : typeof value === 'number' ? 'number' : 'text';

export const typeOf = (value) =>
  plainType(isDated(value) ? Object.values(value)[0] : value);

// What is typed: { isDated, rows: [{ since, text }] }
export function typedOf(value) {
  const rows = isDated(value)
    ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
    : [['', value]];
  return {
    isDated: isDated(value), type: typeOf(value),
    rows: rows.map(([since, one]) => ({ since, text: String(one) })),
  };
}

const asNumber = (text, { min, max }) => {
  if (!/^-?\d{1,15}$/.test(text)) return { fault: 'number' };
  const value = Number(text);
  if (min !== null && min !== undefined && value < min) return { fault: 'small' };
  if (max !== null && max !== undefined && value > max) return { fault: 'large' };
  return { value };
};

function oneOf(text, type, limit) {
  const plain = text.trim();
  if (type === 'boolean') return { value: plain === 'true' };
  if (plain === '') return { fault: 'empty' };
  return type === 'number' ? asNumber(plain, limit) : { value: plain };
}

// → { value } or { fault, row }
export function valueOf(typed, limit = {}) {
  const out = {};
  for (const [row, { since, text }] of typed.rows.entries()) {
    const { value, fault } = oneOf(text, typed.type, limit);
    if (fault) return { fault, row };
    if (!typed.isDated) return { value };
    if (!isDay(since)) return { fault: 'day', row };
    if (Object.hasOwn(out, since)) return { fault: 'twice', row };
    out[since] = value;
  }
  return typed.rows.length ? { value: out } : { fault: 'empty', row: 0 };
}

// The order of days says nothing.
export function isSameValue(a, b) {
  if (!isDated(a) || !isDated(b)) return a === b;
  const days = Object.keys(a);
  return days.length === Object.keys(b).length && days.every((d) => a[d] === b[d]);
}

// → [{ since: null | day, value }], the oldest first
export const partsOf = (value) =>
  isDated(value)
    ? Object.keys(value).sort().map((since) => ({ since, value: value[since] }))
    : [{ since: null, value }];
