// What a submit costs beside the bare hello, at as many writers, and whose processor time it is.
import { readFileSync } from 'node:fs';
import { commandOf, descendants } from '../lib/instance.mjs';

const tick_ms = 10; // USER_HZ

// Who a process of the instance is: a worker, its judge, the clerk, nginx.
function roleOf(pid, processes) {
  const command = commandOf(pid);
  if (/nginx/.test(command)) return 'nginx';
  if (/judge/.test(command)) return 'judges';
  const known = processes.find((p) => p.pid === pid);
  return known ? `${known.role}s`.replace('clerks', 'clerk') : 'master';
}

// role → processor time so far in milliseconds, of the program and of the kernel for it
async function spent(instance, admin, web) {
  const { processes } = (await admin.get('/status')).json;
  const out = {};
  for (const pid of [...descendants(instance.child.pid), web, ...descendants(web)]) {
    let stat;
    try {
      stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    } catch {
      continue;
    }
    const rest = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const role = roleOf(pid, processes);
    const x = (out[role] ??= { user: 0, system: 0 });
    x.user += Number(rest[11]) * tick_ms;
    x.system += Number(rest[12]) * tick_ms;
  }
  return out;
}

// Runs both sides of a round: the hello before and after, the submits between them. web: the pid of
// the nginx that they go through.
export async function submitBench({ instance, admin, web, hello, submit }) {
  const left = await hello();
  const before = await spent(instance, admin, web);
  const submits = await submit();
  const after = await spent(instance, admin, web);
  const right = await hello();
  const parts = {};
  for (const [role, x] of Object.entries(after)) {
    const was = before[role] ?? { user: 0, system: 0 };
    parts[role] = {
      user: (x.user - was.user) / submits.requests,
      system: (x.system - was.system) / submits.requests,
    };
  }
  const ratio = submits.per_second / ((left.per_second + right.per_second) / 2);
  return { submits, ratio, parts };
}

export function submitTable({ parts, submits }) {
  console.log(`\nMilliseconds of processor time a submit, of ${submits.requests}`);
  console.log(`  ${''.padEnd(12)}${'program'.padStart(10)}${'kernel'.padStart(10)}`);
  for (const [role, x] of Object.entries(parts)) {
    const cell = (ms) => ms.toFixed(2).padStart(10);
    console.log(`  ${role.padEnd(12)}${cell(x.user)}${cell(x.system)}`);
  }
}
