// An instance as it is packaged: staff have a second factor, printed passwords are changed first.
import { writeFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { Client, is, unique } from './client.mjs';
import { Instance } from './instance.mjs';
import { enrol } from './totp.mjs';

export async function packaged(settings = {}) {
  const keep = await mkdtemp(join(tmpdir(), 'suanbei-test-'));
  const CONFIG = join(keep, 'config.json');
  await writeFile(CONFIG, JSON.stringify(settings));
  return Instance.start({ keep, env: { TRIAL: '0', CONFIG } });
}

export const password = () => `Pw-${unique()}-${unique()}`;

// Logs in with the printed password, changes it, enrols: all that a first day asks for.
export async function firstDay(instance, role) {
  const c = instance.credentials[role];
  const client = await new Client(instance).login(c.username, c.password);
  assert.equal(is(await client.get('/session'), 200).json.due, 'password');
  const fresh = password();
  const change = { old_password: c.password, new_password: fresh };
  is(await client.put('/account/password', change), 204);
  client.password = fresh;
  assert.equal(is(await client.get('/session'), 200).json.due, 'factor');
  Object.assign(client, await enrol(client));
  assert.equal(is(await client.get('/session'), 200).json.due, undefined);
  return client;
}
