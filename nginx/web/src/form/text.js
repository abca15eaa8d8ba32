// A value as somebody reads it, by its declaration.
import { bytes, day, number } from '../words/when.js';
import { t } from '../words/index.js';
import { choicesOf, isEmpty } from './order.js';
import { nameOf } from './coverage.js';

const labelOf = (form, path, code) =>
  choicesOf(form, path).find((c) => c.code === code)?.label ?? String(code);

const readers = {
  choice: (v, { form, path }) => labelOf(form, path, v),
  choices: (v, { form, path }) => [v].flat().map((c) => labelOf(form, path, c)).join('、'),
  boolean: (v) => (v ? t('form.yes') : t('form.no')),
  date: (v) => day(v),
  integer: (v, { field }) => number(v) + (field.unit ? ` ${field.unit}` : ''),
  number: (v, { field }) => number(v) + (field.unit ? ` ${field.unit}` : ''),
  coverage: (v, { products }) =>
    v.map((e) => nameOf(products ?? [], e) || t('form.coverage_lost')).join('\n'),
  attachment: (v, { attachments }) => {
    const file = attachments?.[v];
    return file?.filename ? `${file.filename}（${bytes(file.size_bytes)}）` : t('form.file_there');
  },
};

// context: { form, path, field, attachments, products, areas }
export function textOf(value, context) {
  if (isEmpty(value)) return '';
  const read = readers[context.field.type];
  try {
    if (read) return read(value, context);
  } catch {
    // A draft may hold what does not fit its declaration.
  }
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((v) => typeof v !== 'object')) return value.join('、');
  return JSON.stringify(value);
}
