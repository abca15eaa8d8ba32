// The route table of the program. It knows reviewers by one word; which roles they have is what the
// rules declare.
import { execFileSync } from 'node:child_process';
import { program } from './instance.mjs';

export const REVIEWERS = ['preliminary_reviewer', 'final_reviewer', 'review_lead'];

const expanded = (who) => who.flatMap((w) => (w === 'reviewer' ? REVIEWERS : [w]));

function table(...args) {
  const rows = JSON.parse(execFileSync(program, ['routes', ...args], { encoding: 'utf8' }));
  return rows.map((r) => ({ ...r, who: expanded(r.who) }));
}

export const routes = table();
const rules = table('--acts');
export const acts = new Map(rules.map(({ act, who }) => [act, who]));
// What a member must be at least, by act: 'none', 'read', 'fill', 'submit', 'owner'.
export const memberships = new Map(rules.map(({ act, member }) => [act, member]));
export const RANKS = ['none', 'read', 'fill', 'submit', 'owner'];
