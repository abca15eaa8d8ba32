// The difference of two short texts, by words of Latin and single Chinese characters.
// → [{ kind: 'same' | 'out' | 'in', text }]
const MOST = 1200; // pieces; longer texts are shown whole, before and after

const pieces = (text) => text.match(/[A-Za-z0-9]+|[\s\S]/gu) ?? [];

function push(out, kind, text) {
  const last = out[out.length - 1];
  if (last?.kind === kind) last.text += text;
  else out.push({ kind, text });
}

function table(a, b) {
  const wide = b.length + 1;
  const t = new Uint16Array((a.length + 1) * wide);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let k = b.length - 1; k >= 0; k--) {
      const [down, right] = [t[(i + 1) * wide + k], t[i * wide + k + 1]];
      t[i * wide + k] = a[i] === b[k] ? t[(i + 1) * wide + k + 1] + 1 : Math.max(down, right);
    }
  }
  return (i, k) => t[i * wide + k];
}

// A character or two that stayed between changes only makes them hard to read: they go along.
const LEAST = 3;

function readable(parts) {
  const isSpeck = (p, n) => p.kind === 'same' && p.text.trim().length < LEAST &&
    n > 0 && n < parts.length - 1;
  const out = [];
  let gone = '';
  let come = '';
  const flush = () => {
    if (gone) out.push({ kind: 'out', text: gone });
    if (come) out.push({ kind: 'in', text: come });
    gone = come = '';
  };
  parts.forEach((p, n) => {
    if (p.kind === 'same' && !isSpeck(p, n)) {
      flush();
      out.push(p);
      return;
    }
    if (p.kind !== 'in') gone += p.text;
    if (p.kind !== 'out') come += p.text;
  });
  flush();
  return out;
}

export function textDiff(before, after) {
  const [a, b] = [pieces(before ?? ''), pieces(after ?? '')];
  if (a.length > MOST || b.length > MOST)
    return [{ kind: 'out', text: before }, { kind: 'in', text: after }].filter((p) => p.text);
  const at = table(a, b);
  const out = [];
  let [i, k] = [0, 0];
  while (i < a.length && k < b.length) {
    if (a[i] === b[k]) push(out, 'same', a[i++]), k++;
    else if (at(i + 1, k) >= at(i, k + 1)) push(out, 'out', a[i++]);
    else push(out, 'in', b[k++]);
  }
  while (i < a.length) push(out, 'out', a[i++]);
  while (k < b.length) push(out, 'in', b[k++]);
  return readable(out);
}
