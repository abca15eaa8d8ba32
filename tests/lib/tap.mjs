// Reads node's TAP on standard input and prints a line a test: "ok name", "# skipped: name: why",
// or "not ok name" with what was said, indented, and the command that runs it again.
import { createInterface } from 'node:readline';

const file = process.argv[2];
const NOISE = /^ *(---|\.\.\.|# |duration_ms|type:|1\.\.)/;
const out = [];
let current = null; // the test whose diagnostics are being read
let hasChildren = false;
let depth = 0;

for await (const line of createInterface({ input: process.stdin })) {
  const m = /^( *)(not ok|ok) \d+ - (.*)$/.exec(line);
  if (m) {
    const d = m[1].length;
    // A result that is less indented than the one before sums up its children: a file or a suite.
    hasChildren = d < depth;
    depth = d;
    const ok = m[2] === 'ok';
    const [said, why] = m[3].split(/ # (?:SKIP|TODO) ?/);
    const name = said.replace(/\\#/g, '#');
    current = hasChildren && ok ? null : { ok, name, why, isSum: hasChildren, words: [] };
    if (current) out.push(current);
  } else if (current && !current.ok && line.trim() && !NOISE.test(line)) {
    current.words.push(line.trim());
  }
}
const failed = out.filter((t) => !t.ok);
let saidHook = false; // what a hook said, once
for (const t of out) {
  if (t.ok && t.why !== undefined) console.log(`# skipped: ${t.name}: ${t.why}`);
  else if (t.ok) console.log(`ok ${t.name}`);
  else if (t.isSum && failed.some((x) => !x.isSum)) continue;
  else {
    console.log(`not ok ${t.name}`);
    const isHook = t.words.some((w) => w.includes("failureType: 'hookFailed'"));
    if (isHook && saidHook) continue;
    saidHook ||= isHook;
    for (const w of t.words.slice(0, 60)) console.log(`    ${w}`);
    const pattern = t.name.replace(/['()[\]{}*+?^$|\\]/g, '.');
    console.log(`    again: node --test --test-name-pattern='${pattern}' ${file}`);
  }
}
