// The chain has a key, its head is given away, and whoever edits the database is named by both.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kill, program, until, withSettings } from '../lib/instance.mjs';
import { is, register, staff } from '../lib/client.mjs';

const run = (...args) => new Promise((resolve) => {
  execFile(program, ['audit', ...args], (error, stdout, stderr) =>
    resolve({ status: error ? error.code : 0, text: stdout + stderr }));
});

// A state folder as it is now, without its pool.
async function copyOf(instance, name) {
  const to = join(instance.folder, name);
  await mkdir(to);
  for (const file of ['suanbei.db', 'suanbei.db-wal', 'master.key'])
    await cp(join(instance.var, file), join(to, file)).catch((error) => {
      if (error.code !== 'ENOENT') throw error;
    });
  return to;
}

// Every place of the file that holds the text: SQLite puts no sum over its pages.
async function edit(state, from, to) {
  assert.equal(from.length, to.length);
  const path = join(state, 'suanbei.db');
  const bytes = await readFile(path);
  let n = 0;
  for (let i = bytes.indexOf(from); i >= 0; i = bytes.indexOf(from, i + 1), n++)
    bytes.write(to, i);
  assert.ok(n > 0, `${from} is in the file`);
  await writeFile(path, bytes);
}

const lastOf = (text) => text.trim().split('\n').at(-1).split(' ');

test('heads are signed, go to a file and a command, and name what was edited or cut', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'suanbei-heads-'));
  const heads = join(folder, 'heads'), told = join(folder, 'told');
  const settings = {
    audit_head_file: heads, audit_head_command: `cat >> ${told}`, audit_head_ms: 200,
  };
  try {
    await withSettings(settings, async (instance) => {
      const auditor = await staff(instance, 'auditor');
      const who = await register(instance);
      is(await who.get('/account'), 200);
      const [line] = await until('the read', async () => {
        const q = `actor=${who.username}&action=account.read`;
        const { items } = is(await auditor.get(`/audit?${q}`), 200).json;
        return items.length > 0 && items;
      });
      const given = (path) => instance.until(`a head in ${path}`, async () =>
        Number(lastOf(await readFile(path, 'utf8'))[1]) >= line.n);
      await given(heads);
      await given(told);

      const verdict = is(await auditor.get('/audit/verify'), 200).json;
      assert.deepEqual([verdict.is_intact, verdict.flaw], [true, 'none']);
      assert.ok(verdict.heads > 0);
      assert.equal((await run('verify', '--state', instance.var, '--heads', told)).status, 0);

      await instance.stop();
      const key = (await run('key', '--state', instance.var)).text.trim();
      assert.match(key, /^[0-9a-f]{64}$/);
      const good = await run('verify', '--state', instance.var, '--heads', heads, '--key', key);
      assert.match(good.text, /完好：共 \d+ 行，与另存的 \d+ 个链头相符/);
      const old = await copyOf(instance, 'old');

      // an edit
      const edited = await copyOf(instance, 'edited');
      await edit(edited, line.request_id, '0'.repeat(line.request_id.length));
      const bad = await run('verify', '--state', edited);
      assert.equal(bad.status, 1);
      assert.match(bad.text, new RegExp(`^第 ${line.n} 行与哈希链不符`));

      // the end cut off: an older database put in the place of the newer
      await instance.up();
      const again = await staff(instance, 'auditor');
      is(await again.get('/audit/verify'), 200);
      await instance.until('a head beyond', async () =>
        Number(lastOf(await readFile(heads, 'utf8'))[1]) > verdict.lines);
      const cut = await run('verify', '--state', old, '--heads', heads);
      assert.equal(cut.status, 1);
      assert.match(cut.text, /^末尾被截去：另存的链头说有第 \d+ 行/);

      // a head that somebody made up
      const forged = join(folder, 'forged');
      const [at, n, hash, signature] = lastOf(await readFile(heads, 'utf8'));
      await writeFile(forged, `${at} ${Number(n) + 5} ${hash} ${signature}\n`);
      const refused = await run('verify', '--state', instance.var, '--heads', forged);
      assert.equal(refused.status, 1);
      assert.match(refused.text, /^另存的链头第 1 行不是本系统签署的/);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('a command that takes heads and does not end holds nobody up', () =>
  withSettings({ audit_head_command: 'sleep 1000', audit_head_ms: 300 }, async (instance) => {
    const who = await register(instance);
    is(await who.get('/account'), 200);
    await instance.until('the log says so', async () =>
      /does not end; killed/.test(await instance.logs()));
    const auditor = await staff(instance, 'auditor');
    await instance.until('the read is in the chain', async () =>
      is(await auditor.get(`/audit?actor=${who.username}&action=account.read`), 200)
        .json.items.length > 0);
  }));

test('what a pool that was killed whole had on record is in the chain of the next one', () =>
  withSettings({}, async (instance) => {
    const who = await register(instance);
    const clerk = is(await (await staff(instance, 'system_admin')).get('/status'), 200)
      .json.processes.find((p) => p.role === 'clerk').pid;
    kill(clerk, 'SIGSTOP');
    const r = is(await who.get('/account'), 200);
    kill(instance.master(), 'SIGKILL');
    await instance.stop();
    const waits = await run('verify', '--state', instance.var);
    assert.equal(waits.status, 0);
    assert.match(waits.text, /另有 [1-9]\d* 行已记下、尚未写入哈希链/);

    await instance.up();
    const auditor = await staff(instance, 'auditor');
    const { items } = is(await auditor.get(
      `/audit?request_id=${r.headers['x-request-id']}`), 200).json;
    assert.deepEqual(items.map((x) => x.action), ['account.read']);
  }));
