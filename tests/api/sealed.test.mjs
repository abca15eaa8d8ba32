// What people type is sealed at rest, by keys that are replaced beside a pool that serves, lost and
// found again, and destroyed.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync, copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Instance, filesBelow, program } from '../lib/instance.mjs';
import { Client, ifMatch, is, isProblem, register, staff } from '../lib/client.mjs';
import { algorithmData, approvedCompany, draft, product, publishedAlgorithm } from '../lib/way.mjs';
import { renamed, reviewers, submittedAlgorithm } from '../lib/way.mjs';

let instance, by;
before(async () => {
  instance = await Instance.start();
  by = await reviewers(instance);
});
after(() => instance?.end());

const keyFile = () => join(instance.var, 'master.key');
function keys(...words) {
  const r = spawnSync(program, ['keys', ...words, '--state', instance.var], { encoding: 'utf8' });
  return { status: r.status, said: r.stdout + r.stderr };
}
function keysDone(...words) {
  const r = keys(...words);
  assert.equal(r.status, 0, r.said);
  return r.said;
}
const ofDatabase = (name) => /^suanbei\.db/.test(name) && !name.endsWith('.lock');

// The files of the database in which a text is found.
async function found(text) {
  const names = (await filesBelow(instance.var)).filter(ofDatabase);
  assert.ok(names.includes('suanbei.db') && names.includes('suanbei.db-wal'), names.join(' '));
  return names.filter((name) => readFileSync(join(instance.var, name)).includes(text));
}

test('nothing that was typed is found in the database or its log', async () => {
  const filer = await approvedCompany(instance, by);
  const typed = `典型场景${Date.now()}甲乙丙`;
  const p = await product(filer);
  const data = await renamed(filer, await algorithmData(filer, p), '密封推荐算法');
  data.basic.scenario = typed;
  const filing = await draft(filer, 'algorithm', data);
  is(await filer.post(`/filings/${filing.id}/submit`, { declaration: true }), 200);
  const called = encodeURIComponent('密封推荐算法');
  const [task] = is(await by.preliminary.get(`/review/tasks?q=${called}`), 200).json.items;
  is(await by.preliminary.post(`/review/tasks/${task.id}/claim`), 200);
  const reason = `请补充说明${typed}`;
  is(await by.preliminary.put(`/review/tasks/${task.id}/draft`, {
    reasons: [{ path: '/basic/name', reason, suggestion: '请改写' }], note: `内部${typed}`,
  }), [200, 204]);
  is(await by.preliminary.post(`/review/tasks/${task.id}/decision`, {
    outcome: 'return',
    reasons: [{ path: '/basic/name', reason, suggestion: '请改写' }],
    note: `内部${typed}`,
  }), 200);
  const file = is(await filer.upload(Buffer.from('%PDF-1.4\n%%EOF\n'), 'application/pdf',
    `${typed}.pdf`), [201, 400, 422]);

  const seen = is(await filer.get(`/filings/${filing.id}`), 200).json;
  assert.equal(seen.data.basic.scenario, typed);
  assert.equal(seen.reasons[0].reason, reason);
  if (file.status === 201)
    assert.equal(is(await filer.get(`/attachments/${file.json.id}`), 200).status, 200);
  const mobile = `139${String(Date.now()).slice(-8)}`;
  const contact = { contact_name: '欧阳甲乙', mobile, email: `x${mobile}@example.com` };
  is(await filer.put('/account', contact), 200);
  assert.equal(is(await filer.get('/account'), 200).json.mobile, mobile);
  for (const text of [typed, ...Object.values(contact), `${filer.username}@example.com`])
    assert.deepEqual(await found(text), [], `${text} is found`);
  assert.notDeepEqual(await found(filer.username), [], 'the look finds what is not sealed');
});

test('a name that was typed at a login is kept nowhere', async () => {
  const typed = `Pw-mistaken-${Date.now()}`;
  const wrong = { username: typed, password: 'x'.repeat(12) };
  isProblem(await new Client(instance).post('/session', wrong), 401, 'login_failed');
  assert.deepEqual(await found(typed.toLowerCase()), []);
  assert.deepEqual(await found(typed), []);
});

test('the key file is the pool\'s alone, and is never overwritten', () => {
  assert.equal(statSync(keyFile()).mode & 0o777, 0o600);
  const before_ = readFileSync(keyFile(), 'utf8');
  const r = keys('new');
  assert.equal(r.status, 1, r.said);
  assert.match(r.said, /已有这个文件/);
  assert.equal(readFileSync(keyFile(), 'utf8'), before_);
});

test('the master key is replaced while filers save, and nobody restarts', async () => {
  const filers = await Promise.all([1, 2, 3].map(() => register(instance)));
  let isOver = false;
  const saving = filers.map(async (filer) => {
    const filing = await draft(filer, 'subject', { basic: {} });
    let { etag } = is(await filer.get(`/filings/${filing.id}`), 200).headers;
    let saves = 0;
    for (; !isOver || saves < 3; saves++) {
      const r = await filer.put(`/filings/${filing.id}`, { data: { basic: {} } }, ifMatch(etag));
      etag = is(r, 200).headers.etag;
    }
    return saves;
  });
  const was = readFileSync(keyFile(), 'utf8').split('\n')[1].split(' ')[0];
  assert.match(keysDone('rotate'), /已用新的主密钥封装 \d+ 个密钥/);
  const newcomer = await register(instance);
  assert.match(keysDone('show'), /（旧）/);
  keysDone('rotate', '--drop-old');
  isOver = true;
  await Promise.all(saving);
  assert.ok(!readFileSync(keyFile(), 'utf8').includes(was));
  assert.match(keysDone('show'), /旧数据：全部已加密/);
  is(await newcomer.get('/account'), 200);
});

test('an owner gets another key, and all is read as before', async () => {
  const filer = await approvedCompany(instance, by);
  const filing = await submittedAlgorithm(filer);
  const { organization } = is(await filer.get('/session'), 200).json;
  assert.match(keysDone('rotate', '--owner', organization.id), /重新加密 [1-9]\d* 行/);
  const now = is(await filer.get(`/filings/${filing.id}`), 200).json;
  assert.deepEqual(now.data, filing.data);
  is(await by.preliminary.get(`/filings/${filing.id}`), 200);
});

test('an organization is erased: its number and history stay, what it typed is gone', async () => {
  const filer = await approvedCompany(instance, by);
  const filing = await publishedAlgorithm(instance, filer, by);
  const other = await approvedCompany(instance, by);
  const { organization } = is(await filer.get('/session'), 200).json;
  const refused = keys('erase', '--owner', organization.id);
  assert.equal(refused.status, 1);
  assert.match(refused.said, /--yes/);
  is(await filer.get(`/filings/${filing.id}`), 200);

  assert.match(keysDone('erase', '--owner', organization.id, '--yes'), /已销毁单位/);
  is(await new Client(instance).get(`/register/${encodeURIComponent(filing.number)}`), 200);
  isProblem(await by.final.get(`/filings/${filing.id}`), 410, 'key_erased');
  isProblem(await other.get(`/filings/${filing.id}`), 404, 'not_found');
  isProblem(await filer.get('/account'), 401);
  is(await by.final.get('/review/tasks?state=done'), 200);
  const admin = await staff(instance, 'system_admin');
  for (const path of ['/filers', '/staff']) {
    const r = await admin.get(path);
    if (r.status !== 404) is(r, 200);
  }
  is(await other.get('/filings'), 200);
  const auditor = await staff(instance, 'auditor');
  const lines = is(await auditor.get(`/audit?object=${organization.id}`), 200).json.items;
  assert.ok(lines.some((line) => line.action === 'keys.erase'), JSON.stringify(lines));
  const verified = spawnSync(program, ['audit', 'verify', '--state', instance.var],
    { encoding: 'utf8' });
  assert.equal(verified.status, 0, verified.stdout + verified.stderr);
  const unknown = keys('erase', '--owner', 'nobody', '--yes');
  assert.equal(unknown.status, 1);
  assert.match(unknown.said, /没有编号为/);
});

test('a key that is lost in operation: reads answer 503, nothing is written, until it is back',
  async () => {
    const filer = await register(instance);
    const filing = await draft(filer, 'subject', { basic: {} });
    const { etag } = is(await filer.get(`/filings/${filing.id}`), 200).headers;
    const saved = join(instance.folder, 'saved.key');
    copyFileSync(keyFile(), saved);
    writeFileSync(keyFile(), `suanbei master keys 1\n${'ab'.repeat(8)} ${'cd'.repeat(32)}\n`);
    process.kill(instance.master(), 'SIGHUP');
    const read = () => filer.get(`/filings/${filing.id}`);
    await instance.until('the new workers miss the key', async () => (await read()).status === 503);
    const r = await instance.until('each worker does', async () => {
      const all = await Promise.all(Array.from({ length: 12 }, read));
      return all.every((x) => x.status === 503) && all[0];
    });
    isProblem(r, 503, 'key_missing');
    const body = { data: { basic: {} } };
    isProblem(await filer.put(`/filings/${filing.id}`, body, ifMatch(etag)), 503, 'key_missing');
    is(await new Client(instance).get('/healthz'), 200);

    copyFileSync(saved, keyFile());
    chmodSync(keyFile(), 0o600);
    assert.equal(is(await read(), 200).headers.etag, etag);
    is(await filer.put(`/filings/${filing.id}`, body, ifMatch(etag)), 200);
  });

test('a pool does not start with a key file that is missing, wrong, cut or readable', async () => {
  await instance.stop();
  const whole = readFileSync(keyFile());
  const serve = () =>
    spawnSync(program, ['serve', '--allow-root', '--state', instance.var, '--socket',
      join(instance.var, 'x.sock')],
      { encoding: 'utf8', timeout: 20000 });
  const refuses = (words) => {
    const r = serve();
    assert.equal(r.signal, null, 'it ends by itself');
    assert.notEqual(r.status, 0);
    assert.match(r.stdout + r.stderr, words);
  };
  writeFileSync(keyFile(), whole.subarray(0, whole.length - 10));
  refuses(/主密钥文件.*不完整/);
  writeFileSync(keyFile(), `suanbei master keys 1\n${'ab'.repeat(8)} ${'cd'.repeat(32)}\n`);
  refuses(/主密钥文件.*与这个数据库不符/);
  writeFileSync(keyFile(), whole);
  chmodSync(keyFile(), 0o640);
  refuses(/chmod 600/);
  rmSync(keyFile());
  refuses(/没有主密钥文件/);
  assert.ok(!existsSync(keyFile()));
  writeFileSync(keyFile(), whole, { mode: 0o600 });
  await instance.up();
});
