// What is remembered beside the database: one that went back, vanished or lost its witness is not
// served, whoever goes on from an older one gives no number twice, and a file that is taken away
// under a running pool is written to no more.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Instance, program, root } from '../lib/instance.mjs';
import { Client, is, register, staff } from '../lib/client.mjs';
import { approvedCompany, draft, publishedAlgorithm, reviewers } from '../lib/way.mjs';

const run = (...args) => new Promise((resolve) => {
  execFile(program, args, (error, stdout, stderr) =>
    resolve({ status: error ? error.code : 0, text: stdout + stderr }));
});
const done = (r) => (assert.equal(r.status, 0, r.text), r.text);

let instance, by, company;
const at = (name) => join(instance.var, name);
const witness = async () => JSON.parse(await readFile(at('suanbei.witness'), 'utf8'));
const backups = () => join(instance.folder, 'backups');

before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
});
after(() => instance?.end());

// Neither does a command that writes.
async function nobodyWrites(words) {
  const list = join(instance.folder, 'list.csv');
  await writeFile(list, '序号,算法名称,算法类别,主体名称,应用产品,主要用途,备案编号,备注\n');
  const state = ['--state', instance.var];
  for (const line of [['user', 'add', ...state, '--role', 'auditor', 'late'],
    ['user', 'reset', ...state, 'auditor'], ['user', 'bootstrap', ...state],
    ['import', ...state, '--rules', join(root, 'rules'), '--on', '2024-06-01', list],
    ['keys', 'rotate', ...state]]) {
    const r = await run(...line);
    assert.equal(r.status, 1, `${line.join(' ')}: ${r.text}`);
    assert.match(r.text, words);
  }
}

// The pool does not start, and says these words.
async function isRefused(words) {
  await assert.rejects(instance.up(), (error) => (assert.match(error.message, words), true));
  await rm(instance.logPath, { force: true });
}

// The digits of the counter in a number.
const serialOf = (number) => Number(/(\d{3})\d\D*$/.exec(number)[1]);

test('a database that went back is not served; who goes on gives no number twice', async () => {
  const first = await publishedAlgorithm(instance, company, by);
  await instance.stop();
  for (const end of ['', '-wal'])
    if (existsSync(at(`suanbei.db${end}`))) await cp(at(`suanbei.db${end}`), at(`older.db${end}`));
  await instance.up();
  const second = await publishedAlgorithm(instance, company, by);
  assert.equal(serialOf(second.number), serialOf(first.number) + 1);
  // Whoever stops it in time leaves a witness that knows what was done last.
  await instance.stop();
  // with its log, where the pool had to be killed
  for (const end of ['', '-wal', '-shm']) {
    await rm(at(`suanbei.db${end}`), { force: true });
    if (existsSync(at(`older.db${end}`)))
      await rename(at(`older.db${end}`), at(`suanbei.db${end}`));
  }

  await isRefused(/数据库退回了过去[^]*suanbei restore --go-on/);
  await nobodyWrites(/数据库退回了过去/);
  assert.match(done(await run('restore', '--go-on', '--state', instance.var)), /跳过 10 个/);
  await instance.up();
  const third = await publishedAlgorithm(instance, company, by);
  assert.ok(serialOf(third.number) > serialOf(second.number), `${second.number} ${third.number}`);
  const number = encodeURIComponent(second.number);
  is(await new Client(instance).get(`/register/${number}`), 404);
  const { items } = is(await (await staff(instance, 'auditor')).get('/audit?action=state.gone_on'),
    200).json;
  assert.equal(items.length, 1);
  assert.match(items[0].action_label, /接着办/);
  done(await run('audit', 'verify', '--state', instance.var));
  assert.match(done(await run('restore', '--go-on', '--state', (await stopped()).var)),
    /没有要做的/);
  await instance.up();
});

async function stopped() {
  await instance.stop();
  return instance;
}

test('a log of another database is refused, and nothing of it gets into this one', async () => {
  await instance.stop();
  const before_ = await readFile(at('suanbei.db'));
  const other = await Instance.start();
  try {
    await draft(await register(other), 'subject', {});
    await cp(join(other.var, 'suanbei.db-wal'), at('suanbei.db-wal'));
  } finally {
    await other.end();
  }
  await isRefused(/suanbei\.db-wal 若不是它的，请先移走/);
  await nobodyWrites(/suanbei\.db-wal/);
  await run('keys', 'show', '--state', instance.var); // looks, whatever it finds
  assert.ok(before_.equals(await readFile(at('suanbei.db'))), 'the file is as it was');
  for (const end of ['-wal', '-shm']) await rm(at(`suanbei.db${end}`), { force: true });
  await instance.up();
  done(await run('audit', 'verify', '--state', instance.var));
});

test('a database that vanished or was emptied is not begun anew', async () => {
  await instance.stop();
  await rename(at('suanbei.db'), at('away.db'));
  await isRefused(/不见了或是空的，没有另建新库/);
  assert.ok(!existsSync(at('suanbei.db')));
  await writeFile(at('suanbei.db'), '');
  await isRefused(/不见了或是空的/);
  await rename(at('away.db'), at('suanbei.db'));
  await instance.up();
});

test('a witness that is gone or torn is asked for', async () => {
  await instance.stop();
  await rename(at('suanbei.witness'), at('away'));
  await isRefused(/见证文件 suanbei\.witness 不见了/);
  await cp(at('away'), at('suanbei.witness'));
  await truncate(at('suanbei.witness'), 20);
  await isRefused(/残缺或被改过/);
  await rename(at('away'), at('suanbei.witness'));
  await instance.up();
});

test('what a backup brings back from before needs the word, and numbers go on', async () => {
  done(await run('backup', '--state', instance.var, backups()));
  const late = await publishedAlgorithm(instance, company, by);
  const { line } = await witness();
  await instance.until('the witness is of after', async () => (await witness()).line > line);
  await instance.stop();
  const plain = await run('restore', '--replace', '--state', instance.var, backups());
  assert.equal(plain.status, 1, plain.text);
  assert.match(plain.text, /退回了过去[^]*没有恢复/);
  done(await run('restore', '--replace', '--go-on', '--state', instance.var, backups()));
  await instance.up();
  const next = await publishedAlgorithm(instance, company, by);
  assert.ok(serialOf(next.number) > serialOf(late.number), `${late.number} ${next.number}`);
});

test('a database that is taken away under the pool is written to no more', async () => {
  await rename(at('suanbei.db'), at('away.db'));
  await instance.until('writes are refused', async () => {
    const r = await new Client(instance).post('/accounts', {
      username: `u${Date.now()}`, password: 'Pw-1234567890-ab', organization_name: '某公司',
      contact_name: '张三', mobile: '13800138000', email: 'a@example.com',
    });
    return is(r, [201, 503]).status === 503;
  });
  assert.match(await instance.logs(), /moved or removed under us/);
  await instance.stop();
  await rename(at('away.db'), at('suanbei.db'));
  await instance.up();
  await register(instance);
});
