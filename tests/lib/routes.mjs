// The route table of the program. It knows reviewers by one word; which roles they have is what the
// rules declare.
import { execFileSync } from 'node:child_process';
import { program } from './instance.mjs';

export const REVIEWERS = ['preliminary_reviewer', 'final_reviewer'];

const expanded = (who) => who.flatMap((w) => (w === 'reviewer' ? REVIEWERS : [w]));

function table(...args) {
  const rows = JSON.parse(execFileSync(program, ['routes', ...args], { encoding: 'utf8' }));
  return rows.map((r) => ({ ...r, who: expanded(r.who) }));
}

export const routes = table();
export const acts = new Map(table('--acts').map(({ act, who }) => [act, who]));
