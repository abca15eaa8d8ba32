// One number of the rules in words.
import { bytes, number } from '../../../words/when.js';
import { t } from '../../../words/index.js';

export function textOf(value, unit) {
  if (typeof value === 'boolean') return value ? t('rules.yes') : t('rules.no');
  if (value === '') return t('rules.empty');
  if (typeof value !== 'number') return value;
  if (unit === t('rules.unit_bytes')) return bytes(value);
  return unit ? `${number(value)} ${unit}` : number(value);
}
