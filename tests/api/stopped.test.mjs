// The master sees processes that are alive and do nothing, and goes on without them. They are
// stopped, not dead.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, kill, until, withSettings } from '../lib/instance.mjs';
import { Client, is, staff } from '../lib/client.mjs';

// The first process of that role of which the condition holds.
async function processOf(instance, role, isIt = () => true) {
  const admin = await staff(instance, 'system_admin');
  return until(`such a ${role}`, async () => {
    const { processes } = is(await admin.get('/status'), 200).json;
    return processes.find((p) => p.role === role && isIt(p))?.pid;
  }, { ms: 30000 });
}

test('a clerk that begins no new round is replaced, and the next one takes rules over', () =>
  withSettings({ clerk_terminate_ms: 10000 }, async (instance) => {
    const pid = await processOf(instance, 'clerk');
    const open = new Client(instance);
    const active = async () => is(await open.get('/rule-sets/active'), 200).json.hash;
    const old = await active();
    kill(pid, 'SIGSTOP');
    await appendFile(join(instance.rules, 'limits.lua'), '\n-- 没有改动内容的一行\n');
    await processOf(instance, 'clerk', (p) => p.pid !== pid);
    assert.ok(!isAlive(pid));
    await instance.until('the edited set is active', async () => (await active()) !== old);
  }, { rules: 'own' }));

test('a worker that does not answer TERM is killed after the grace time', () =>
  withSettings({ drain_ms: 1000 }, async (instance) => {
    const pid = await processOf(instance, 'worker', (p) => p.state === 'idle');
    kill(pid, 'SIGSTOP');
    await instance.stop();
    assert.equal(instance.leftover, undefined);
    assert.ok(!isAlive(pid));
  }));
