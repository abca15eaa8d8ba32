// One-time codes as an authenticator makes them (RFC 6238), from what was shown to it. An
// implementation of its own: the system's is liboath.
import { createHmac } from 'node:crypto';
import { is } from './client.mjs';

const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function bytesOf(secret) {
  let bits = '';
  for (const sign of secret) bits += SIGNS.indexOf(sign).toString(2).padStart(5, '0');
  return Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
}

// The code of now, or of so many steps of 30 seconds later.
export function totp(secret, later = 0, at = Date.now()) {
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30000) + later));
  const sum = createHmac('sha1', bytesOf(secret)).update(step).digest();
  const number = sum.readUInt32BE(sum[19] & 15) & 0x7fffffff;
  return String(number % 1000000).padStart(6, '0');
}

// Enrols an authenticator for whoever is logged in. → { secret, codes, next }; next() gives a code
// that was not used yet: of the step before, of now, and of the one after, once each, then waits.
export async function enrol(client, password = client.password) {
  const shown = is(await client.post('/account/factors', { password }), 200).json;
  const { secret } = shown;
  let last = Math.floor(Date.now() / 30000) - 1;
  const done = await client.post('/account/factors/confirm', { code: totp(secret, -1) });
  async function next() {
    for (;;) {
      const now = Math.floor(Date.now() / 30000);
      if (last < now + 1) {
        last = Math.max(last + 1, now);
        return totp(secret, last - now);
      }
      await new Promise((resolve) => setTimeout(resolve, 30000 - (Date.now() % 30000)));
    }
  }
  return { secret, shown, codes: is(done, 200).json.recovery_codes, next };
}
