// A backup is made while people write, is checked, and comes back whole: onto an empty host, or in
// the place of what is there. BACKUP_ROUNDS=20 takes the drill so many times.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import {
  appendFile, cp, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Instance, filesBelow, program, until } from '../lib/instance.mjs';
import { Client, is, register, sha256, unique } from '../lib/client.mjs';
import { approvedCompany, publishedAlgorithm, reviewers } from '../lib/way.mjs';
import { Writers, isThere } from '../lib/writers.mjs';

const ROUNDS = Number(process.env.BACKUP_ROUNDS ?? 2);

const run = (...args) => new Promise((resolve) => {
  execFile(program, args, (error, stdout, stderr) =>
    resolve({ status: error ? error.code : 0, text: stdout + stderr }));
});
const done = (r) => (assert.equal(r.status, 0, r.text), r.text);
const refused = (r, words) => (assert.equal(r.status, 1, r.text), assert.match(r.text, words));
let instance, by, company, number, folder, backups;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
  ({ number } = await publishedAlgorithm(instance, company, by));
  folder = await mkdtemp(join(tmpdir(), 'suanbei-backup-'));
  backups = join(folder, 'backups');
});
after(async () => {
  await instance?.end();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const backup = (to = backups, ...more) => run('backup', '--state', instance.var, ...more, to);
const restore = (state, from, ...more) =>
  run('restore', '--state', state, '--key-file', join(instance.var, 'master.key'), ...more, from);
const complete = async (to = backups) =>
  (await readdir(to)).filter((n) => !n.endsWith('.incomplete')).sort();
const newest = async () => join(backups, (await complete()).at(-1));
const manifestOf = async (at) => JSON.parse(await readFile(join(at, 'manifest.json'), 'utf8'));

// Brings the newest backup back into a folder of its own, starts it and asks for what was said.
async function drill(said) {
  const keep = await mkdtemp(join(folder, 'other-'));
  const state = join(keep, 'var'), from = await newest();
  assert.match(done(await restore(state, from, '--go-on')), /恢复前已核验/);
  const manifest = await manifestOf(from);
  for (const [path, { size, sha256: hash }] of Object.entries(manifest.files)) {
    const bytes = await readFile(join(state, path));
    if (path !== 'suanbei.db') assert.deepEqual([bytes.length, sha256(bytes)], [size, hash], path);
  }
  for (const name of ['master.key', 'credentials.json'])
    await cp(join(instance.var, name), join(state, name));
  const other = await Instance.start({ keep });
  try {
    await isThere(other, said);
    is(await new Client(other).get(`/register/${encodeURIComponent(number)}`), 200);
    const verdict = done(await run('audit', 'verify', '--state', state));
    assert.ok(Number(/共 (\d+) 行/.exec(verdict)[1]) >= manifest.head.n, verdict);
  } finally {
    await other.end();
  }
  return manifest;
}

test('what was acknowledged before a backup began under load is in it, whole', async () => {
  const people = await Promise.all([1, 2, 3].map(() => register(instance)));
  const writers = new Writers(people);
  try {
    await until('everybody has a file', () => writers.files.size >= 3, { ms: 60000 });
    for (let i = 0; i < ROUNDS; i++) {
      const said = writers.acknowledged();
      const text = done(await backup());
      assert.match(text, /备份已完成并通过核验/);
      const { counts } = await drill(said);
      assert.ok(counts.filing >= people.length && counts.entry >= 1);
    }
  } finally {
    await writers.end();
  }
});

test('a backup is ours alone to read, holds no key, and the next links its files', async () => {
  done(await backup());
  done(await backup());
  const at = await newest(), files = await filesBelow(at);
  for (const path of [at, ...files.map((n) => dirname(join(at, n)))])
    assert.equal(statSync(path).mode & 0o777, 0o700, path);
  const masters = await readFile(join(instance.var, 'master.key'), 'utf8');
  const secrets = masters.match(/[A-Za-z0-9+/_=-]{40,}/g);
  assert.ok(secrets.length > 0);
  for (const name of files) {
    assert.equal(statSync(join(at, name)).mode & 0o777, 0o600, name);
    const bytes = readFileSync(join(at, name));
    for (const secret of secrets) assert.ok(!bytes.includes(secret), name);
  }
  assert.ok(!files.some((n) => /master|credentials|\.lock|-wal|-shm/.test(n)), files.join(' '));

  const names = Object.keys((await manifestOf(at)).files);
  assert.deepEqual(files.filter((n) => n !== 'manifest.json').sort(), names.sort());
  const blobs = names.filter((n) => n.startsWith('blobs/'));
  for (const n of blobs) assert.ok(statSync(join(at, n)).nlink > 1, `${n} is linked`);
});

test('the rule folders that are named come along', async () => {
  const local = join(folder, 'local');
  await mkdir(join(local, 'checks'), { recursive: true });
  await writeFile(join(local, 'checks', 'ours.lua'), '-- ours\n');
  done(await backup(backups, '--local', local));
  assert.equal(
    await readFile(join(await newest(), 'rules.local', 'checks', 'ours.lua'), 'utf8'), '-- ours\n');
});

// ---- what is none -------------------------------------------------------------------------------

// A state folder of its own, without its pool.
async function aside() {
  const keep = await mkdtemp(join(folder, 'aside-')), state = join(keep, 'var');
  done(await backup());
  done(await restore(state, backups, '--go-on'));
  await cp(join(instance.var, 'master.key'), join(state, 'master.key'));
  return state;
}
const to = async (state, where, ...more) => run('backup', '--state', state, ...more, where);

test('what does not verify is not called a backup', async () => {
  const state = await aside(), where = await mkdtemp(join(folder, 'none-'));
  const blob = (await filesBelow(join(state, 'blobs'))).sort()[0];
  await rm(join(state, 'blobs', blob));
  refused(await to(state, where), /有 1 个附件的文件不在原处[^]*没有形成备份/);
  assert.deepEqual(await complete(where), []);
  const [left] = await readdir(where);
  refused(await restore(join(folder, 'nowhere'), join(where, left)), /没有完成或没有通过核验/);
  refused(await restore(join(folder, 'nowhere'), where), /这里没有完整的备份/);

  done(await to(state, where, '--accept-lost'));
  const manifest = await manifestOf(join(where, (await complete(where))[0]));
  assert.deepEqual(manifest.lost, [blob.slice(3)]);

  // a line of the trail that says something else
  const path = join(state, 'suanbei.db'), bytes = await readFile(path);
  const at = bytes.indexOf('{"lines":0,"head":');
  assert.ok(at > 0);
  bytes.write('{"lines":1', at);
  await writeFile(path, bytes);
  refused(await to(state, where, '--accept-lost'), /审计记录：第 \d+ 行与哈希链不符[^]*没有形成备份/);
  assert.equal((await complete(where)).length, 1);
});

test('a file that was lost here is taken from the backup before', async () => {
  const state = await aside(), where = await mkdtemp(join(folder, 'before-'));
  done(await to(state, where));
  const blob = (await filesBelow(join(state, 'blobs'))).sort()[0];
  await rm(join(state, 'blobs', blob));
  assert.match(done(await to(state, where)), /有 1 个附件在原处已丢失，取自上次的备份/);
});

test('a restore refuses what it would break, and leaves all as it was', async () => {
  const state = await aside(), from = await newest();
  const before = await readFile(join(state, 'suanbei.db'));
  refused(await restore(instance.var, from, '--replace'), /正在被一个运行中的算备使用/);
  refused(await restore(state, from), /这里已有数据库[^]*没有恢复/);

  // nobody knows here what was given since
  refused(await restore(join(folder, 'empty'), from), /见证文件 suanbei.witness 不见了[^]*没有恢复/);
  assert.deepEqual(await readdir(join(folder, 'empty')), ['suanbei.pid']);

  const log = join(folder, 'log');
  await mkdir(log);
  await writeFile(join(log, 'suanbei.db-wal'), 'old');
  refused(await restore(log, from), /旧库的日志/);
  assert.deepEqual((await readdir(log)).sort(), ['suanbei.db-wal', 'suanbei.pid']);

  const files = join(folder, 'files');
  await mkdir(join(files, 'blobs', 'ab'), { recursive: true });
  refused(await restore(files, from), /附件文件夹里已有文件/);

  for (const harm of [
    (at) => appendFile(join(at, 'suanbei.db'), 'x'),
    async (at) => {
      const [name] = Object.keys((await manifestOf(at)).files).filter((n) => /^blobs/.test(n));
      await writeFile(join(at, name), 'another');
    },
    async (at) => rm(join(at, 'suanbei.db')),
    async (at) => {
      const manifest = await manifestOf(at);
      manifest.head.n--;
      await writeFile(join(at, 'manifest.json'), JSON.stringify(manifest));
    },
  ]) {
    const bad = join(folder, `bad-${unique()}`);
    await cp(from, bad, { recursive: true });
    await harm(bad);
    refused(await restore(state, bad, '--replace'), /与清单|缺了清单/);
    assert.deepEqual(await readFile(join(state, 'suanbei.db')), before);
    assert.ok(!existsSync(join(state, 'restore.part')));
  }
});

test('a database of another program is left as it is', async () => {
  const state = await aside(), path = join(state, 'suanbei.db'), bytes = await readFile(path);
  const steps = bytes.readUInt32BE(60); // where SQLite keeps the schema's version
  bytes.writeUInt32BE(steps - 1, 60);
  await writeFile(path, bytes);
  refused(await to(state, join(folder, 'older')),
    new RegExp(`数据库是第 ${steps - 1} 版，本程序是第 ${steps} 版，没有改动它`));
  assert.equal((await readFile(path)).readUInt32BE(60), steps - 1);
});

test('a restore refuses a master key that does not open the backup', async () => {
  const state = join(folder, 'other-key');
  done(await run('keys', 'new', '--state', state));
  const r = await run('restore', '--state', state, await newest());
  refused(r, /主密钥/);
  assert.ok(!existsSync(join(state, 'suanbei.db')));
});

test('what is replaced is moved aside, and what was cut off is run again', async () => {
  const state = await aside(), from = await newest();
  assert.match(done(await restore(state, from, '--replace', '--go-on')), /原有的数据库在/);
  const old = (await readdir(state)).filter((n) => n.includes('before-restore-')).sort();
  assert.match(old.join(' '), /^before-restore-\S+ blobs\.before-restore-\S+$/);

  // as a restore leaves it that was killed between its moves
  const mark = join(state, 'restore.unfinished');
  await writeFile(mark, '');
  await rename(join(state, 'suanbei.db'), join(state, old[0], 'moved.db'));
  refused(await run('audit', 'verify', '--state', state), /没有这个数据库|恢复/);
  refused(await run('user', 'bootstrap', '--state', state), /上一次恢复在中途断了/);
  assert.ok(!existsSync(join(state, 'suanbei.db')), 'no database is made in its place');
  done(await restore(state, from, '--go-on'));
  assert.ok(!existsSync(mark));
  done(await run('audit', 'verify', '--state', state));
});

test('what another restore moved aside within the same second stays', async () => {
  const state = await aside(), from = await newest();
  const stamp = (ms) => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');
  const others = Array.from({ length: 300 }, (_, s) =>
    join(state, `blobs.before-restore-${stamp(Date.now() + s * 1000)}`));
  for (const other of others) {
    await mkdir(other);
    await writeFile(join(other, 'kept'), '');
  }
  const { text } = await restore(state, from, '--replace', '--go-on');
  assert.match(text, /原有的附件在 \S+Z-2\n/);
  for (const other of others) assert.deepEqual(await readdir(other), ['kept']);
});

test('a restore that cannot write its witness says that the database is in place', async () => {
  const state = await aside(), from = await newest();
  await mkdir(join(state, 'suanbei.serials.new', 'in-the-way'), { recursive: true });
  refused(await restore(state, from, '--replace', '--go-on'), /已恢复到位.*restore --go-on/);
  done(await run('audit', 'verify', '--state', state));
  await rm(join(state, 'suanbei.serials.new'), { recursive: true });
  const key = ['--key-file', join(instance.var, 'master.key')];
  assert.match(done(await run('restore', '--state', state, ...key, '--go-on')), /从这个库接着办/);
});

test('suanbei check says how old the last backup is', async () => {
  const check = (state) => run('check', '--state', state, '--allow-root');
  assert.match((await check(join(folder, 'never'))).text, /没有备份的记录/);
  const text = `上一次备份在 \\S+（0 小时前），存于 ${await newest()}`;
  assert.match((await check(instance.var)).text, new RegExp(text));
  const note = JSON.parse(await readFile(join(instance.var, 'backup.json'), 'utf8'));
  const state = await mkdtemp(join(folder, 'old-'));
  note.at = '2026-01-01T00:00:00+08:00';
  await writeFile(join(state, 'backup.json'), JSON.stringify(note));
  assert.match((await check(state)).text, /提示：上一次备份[^]*已超过一天/);
});
