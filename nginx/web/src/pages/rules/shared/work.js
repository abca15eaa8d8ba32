// Where a new piece of work has its address. It is stored when something was changed, so that
// looking around leaves nothing behind.
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

export function newId(random = globalThis.crypto) {
  const bytes = random.getRandomValues(new Uint8Array(10));
  return [...bytes].map((b) => LETTERS[b % LETTERS.length]).join('');
}

// from: a candidate whose changes are taken up again
export const newWork = ({ base, from } = {}) =>
  ({ path: `/rule-sets/work/${newId()}`, query: { base, from } });
