// A first password that can be read out on the telephone: four groups of letters and digits of
// which none looks like another, about 77 bits.
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const EACH = 4;

// Bytes past the last whole turn of the alphabet are thrown away, so that no sign comes more often.
function* signs() {
  const most = 256 - (256 % SIGNS.length);
  for (;;) {
    const bytes = globalThis.crypto.getRandomValues(new Uint8Array(32));
    for (const b of bytes) if (b < most) yield SIGNS[b % SIGNS.length];
  }
}

export function newSecret() {
  const from = signs();
  const group = () => Array.from({ length: EACH }, () => from.next().value).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}
