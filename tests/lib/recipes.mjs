// Reads the recipes of rules/README.md as a person would: open this file, find this, put that after
// it, run, see.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './instance.mjs';

const FENCE = /^```/;
const span = '`([^`]+)`';
const VERBS = new RegExp(
  `打开 ${span}，找到：|新建 ${span}，写入：|改成：|在它后面加上：|运行：|会看到：`, 'g');

// The instruction before a block of code. A paragraph may hold several; the last one counts.
function verb(text) {
  const m = [...text.matchAll(VERBS)].at(-1);
  if (!m || !text.trimEnd().endsWith(m[0])) return null;
  if (m[1]) return { does: 'find', file: m[1] };
  if (m[2]) return { does: 'write', file: m[2] };
  return { does: { 改: 'replace', 在: 'append', 运: 'run', 会: 'see' }[m[0][0]] };
}

function slip(line) {
  const m = line.match(new RegExp(`^- (?:把 ${span} 写成 ${span}|漏写 ${span})：${span}$`));
  return m && { was: m[1] ?? m[3], now: m[2] ?? '', says: m[4] };
}

// A long slip goes on in a second line; here it is one again.
const linesOf = (path) => readFileSync(path, 'utf8').replaceAll(/：\n {2}`/g, '：`')
  .replaceAll(/写成\n {2}`/g, '写成 `').split('\n');

// → [{ title, steps: [{ does, file, code }], slips: [{ was, now, says }] }]
export function recipes(path = join(root, 'rules', 'README.md')) {
  const out = [];
  let said = '';
  let block = null;
  for (const line of linesOf(path)) {
    const one = out.at(-1);
    if (block !== null && FENCE.test(line)) {
      const what = verb(said);
      const code = block.join('\n');
      if (!what) throw new Error(`${one?.title}: nothing says what to do with\n${code}`);
      one.steps.push({ ...what, code });
      block = null;
      said = '';
    } else if (block !== null) block.push(line);
    else if (FENCE.test(line) && /^[①-⑳]/.test(one?.title ?? '')) block = [];
    else if (/^#/.test(line)) out.push({ title: line.replace(/^#+ /, ''), steps: [], slips: [] });
    else if (one && slip(line)) one.slips.push(slip(line));
    else if (one && /^- (把|漏写) /.test(line)) throw new Error(`${one.title}: not read: ${line}`);
    else said += `${line}\n`;
  }
  return out.filter((x) => /^[①-⑳]/.test(x.title));
}
