// Processes that are alive and do nothing: stopped, not dead. The master sees them and goes on without them.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Instance, isAlive, kill, until } from '../lib/instance.mjs';
import { Client, is, staff } from '../lib/client.mjs';

async function withConfig(settings, run) {
  const folder = await mkdtemp(join(tmpdir(), 'suanbei-config-'));
  const CONFIG = join(folder, 'config.json');
  await writeFile(CONFIG, JSON.stringify(settings));
  const instance = await Instance.start({ rules: 'own', env: { CONFIG } });
  try {
    const admin = await staff(instance, 'system_admin');
    await run(instance, async () => is(await admin.get('/status'), 200).json.processes);
  } finally {
    await instance.end();
    await rm(folder, { recursive: true, force: true });
  }
}

test('a clerk that begins no new round is replaced, and the next one takes rules over', () => withConfig({ clerk_terminate_ms: 10000 }, async (instance, board) => {
  const { pid } = (await board()).find((p) => p.role === 'clerk');
  const open = new Client(instance);
  const before = is(await open.get('/rule-sets/active'), 200).json.hash;
  kill(pid, 'SIGSTOP');
  await appendFile(join(instance.rules, 'limits.lua'), '\n-- 没有改动内容的一行\n');
  await until('another clerk', async () => (await board()).some((p) => p.role === 'clerk' && p.pid !== pid), { ms: 30000 });
  assert.ok(!isAlive(pid));
  await until('the edited set is active', async () => (await open.get('/rule-sets/active')).json.hash !== before);
}));

test('a worker that does not answer TERM is killed after the grace time', () => withConfig({ drain_ms: 1000 }, async (instance, board) => {
  const { pid } = await until('an idle worker', async () => (await board()).find((p) => p.role === 'worker' && p.state === 'idle'));
  kill(pid, 'SIGSTOP');
  await instance.stop();
  assert.equal(instance.leftover, undefined);
  assert.ok(!isAlive(pid));
}));
