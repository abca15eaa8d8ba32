// The folder in memory of an instance, and moments at which its workers have a file in hand.
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { descendants } from './instance.mjs';
import { join } from 'node:path';

export const memoryOf = (i) => readFileSync(join(i.var, 'memory'), 'utf8').trim();
export const opened = async (i) => (await readdir(join(memoryOf(i), 'open'))).sort();
export const closed = (i) =>
  i.until('no copy is left', async () => (await opened(i)).length === 0);

// Those that the master has started: four workers and those beside them.
export const children = (i) => i.processes()
  .filter((p) => /suanbei\S* serve\b/.test(p.command) && p.ppid === i.master())
  .map((p) => p.pid);

// Looks again and again without a pause: what it waits for is there for a moment only. False when
// the promise came true before.
export async function seen(isIt, promise) {
  let isOver = false;
  promise.then(() => (isOver = true));
  while (!isOver && !isIt()) await new Promise((resolve) => setImmediate(resolve));
  return !isOver;
}

export const hasPart = (folder) => readdirSync(folder).some((n) => n.endsWith('.part'));

// Only root sees that: a process that keeps its memory to itself is nobody else's to look at.
export const hasFile = (pid) => {
  try {
    const open = readdirSync(`/proc/${pid}/fd`);
    return open.some((fd) => /memfd:suanbei/.test(readlinkSync(`/proc/${pid}/fd/${fd}`)));
  } catch {
    return false; // closed meanwhile
  }
};
export const skipUnlessRoot = process.getuid() !== 0 && 'only root sees that';

// Where nginx's worker processes have something of their folder for what they receive.
export function received(i) {
  const out = [];
  for (const pid of descendants(i.child.pid)) {
    let fds = [];
    try { fds = readdirSync(`/proc/${pid}/fd`); } catch { /* gone */ }
    for (const fd of fds) {
      try {
        const to = readlinkSync(`/proc/${pid}/fd/${fd}`);
        if (/\/(body|fastcgi)\//.test(to)) out.push(to);
      } catch { /* closed */ }
    }
  }
  return out;
}
