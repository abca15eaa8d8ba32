// A difference as diff -u writes it, by lines with their numbers.
// → [{ lines: [{ kind: 'same' | 'in' | 'out', before, after, text }] }], a hunk each
export function hunksOf(text) {
  const hunks = [];
  let at = { before: 0, after: 0 };
  for (const line of (text ?? '').split('\n')) {
    const head = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    if (head) {
      at = { before: Number(head[1]), after: Number(head[2]) };
      hunks.push({ lines: [] });
    } else if (hunks.length && /^[ +-]/.test(line)) {
      hunks[hunks.length - 1].lines.push(lineOf(line, at));
    }
  }
  return hunks;
}

function lineOf(line, at) {
  const text = line.slice(1);
  if (line[0] === '+') return { kind: 'in', before: null, after: at.after++, text };
  if (line[0] === '-') return { kind: 'out', before: at.before++, after: null, text };
  return { kind: 'same', before: at.before++, after: at.after++, text };
}

export function countsOf(hunks) {
  const lines = hunks.flatMap((h) => h.lines);
  const n = (kind) => lines.filter((l) => l.kind === kind).length;
  return { added: n('in'), removed: n('out') };
}
