// What this instance asks of a password, as far as it is told before the core has decided.
import { instance } from '../../../api/instance.js';
import { t } from '../../../words/index.js';

// Counted as the core counts, which takes what was typed in two pieces for one character.
const lengthOf = (text) => [...text.normalize('NFC')].length;

// '' when it is long enough, or when nobody has told yet how long that is.
export function tooShort(text) {
  const n = instance.password_min;
  return lengthOf(text) < n ? t('account.password_short', { n }) : '';
}

export function asked() {
  const { password_min: n, password_classes: classes } = instance;
  if (!n) return [];
  const least = t('account.password_help', { n });
  return classes ? [least, t('account.password_classes', { n: classes })] : [least];
}
