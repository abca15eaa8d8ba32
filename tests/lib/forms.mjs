// Fills a form from what /forms declares and nothing else: examples, uploaded files, real coverage.
// It needs no package, so that the demo runs without node_modules.
import assert from 'node:assert/strict';

const hasAttachment = (schema) => JSON.stringify(schema ?? {}).includes('"attachment"');

// → the JSON pointer of the first field whose title matches, or null
export function pointerTo(schema, title, at = '') {
  for (const [name, s] of Object.entries(schema.properties ?? {})) {
    if (title.test(s.title ?? '') && s.type !== 'object') return `${at}/${name}`;
    const below = s.type === 'object' ? pointerTo(s, title, `${at}/${name}`) : null;
    if (below) return below;
  }
  return null;
}

export function schemaAt(schema, pointer) {
  const step = (s, part) => (s?.type === 'array' ? s.items : s?.properties?.[part]);
  return pointer.split('/').slice(1).reduce(step, schema);
}

export function valueAt(data, pointer) {
  return pointer.split('/').slice(1).reduce((v, part) => v?.[part], data);
}

// A copy of data with the value at pointer replaced; undefined removes it.
export function withValue(data, pointer, value) {
  const copy = structuredClone(data);
  const parts = pointer.split('/').slice(1);
  const last = parts.pop();
  const target = parts.reduce((v, part) => (v[part] ??= {}), copy);
  if (value === undefined) delete target[last];
  else target[last] = value;
  return copy;
}

// ctx.upload(accept) uploads a file and gives its id; ctx.coverage is the value of a coverage
// field.
export async function example(schema, ctx, where = '') {
  if (schema.format === 'attachment') return ctx.upload(schema['x-accept'], where);
  if (schema.format === 'coverage')
    return structuredClone(ctx.coverage ?? schema.examples?.[0] ?? []);
  if (schema.examples?.length && !hasAttachment(schema)) return structuredClone(schema.examples[0]);
  if (schema.type === 'object' || schema.properties) {
    const out = {};
    for (const [name, s] of Object.entries(schema.properties ?? {}))
      out[name] = await example(s, ctx, `${where}/${name}`);
    return out;
  }
  if (schema.type === 'array') return [await example(schema.items, ctx, `${where}/0`)];
  if ('const' in schema) return schema.const;
  assert.fail(`${where} declares no example: ${JSON.stringify(schema)}`);
}

// Fills every field.
export async function fillFromForms(form, ctx) {
  return example(form.schema, ctx);
}

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

// A fresh 统一社会信用代码 whose check characters fit (GB 32100, GB 11714).
export function creditCode(area = '110108') {
  const eight = Array.from({ length: 8 }, () => alphabet[Math.floor(Math.random() * 10)]);
  const sum = eight.reduce((s, c, i) => s + Number(c) * [3, 7, 9, 10, 5, 8, 4, 2][i], 0);
  const c = 11 - (sum % 11);
  if (c === 10) return creditCode(area);
  const head = `91${area}${eight.join('')}${c === 11 ? 0 : c}`;
  const total = [...head].reduce((s, ch, i) => s + alphabet.indexOf(ch) * weights[i], 0);
  return head + alphabet[(31 - (total % 31)) % 31];
}

// A number of the register as it is written, of its first twenty digits; the last is a check digit.
export function registerNumber(digits) {
  const p = [...digits].reduce((sum, d) => ((sum + Number(d)) * 2) % 10, 0);
  return `网信算备${digits}${(11 - p) % 10}号`;
}

// Is the last of 21 digits their check digit?
export function numberCheck(digits) {
  return registerNumber(digits.slice(0, 20)).includes(digits.slice(0, 21));
}
