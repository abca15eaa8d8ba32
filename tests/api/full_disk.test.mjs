// A disk that runs full: what is new waits, what was begun is saved for a while, whoever logs in
// and reviews goes on, and nobody need restart anything. On a small disk of its own, which only
// root can make.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import {
  closeSync, existsSync, openSync, statfsSync, unlinkSync, writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Instance, until } from '../lib/instance.mjs';
import { Client, ifMatch, is, isProblem, register, staff, unique } from '../lib/client.mjs';
import { pdf } from '../lib/files.mjs';
import {
  approvedCompany, draft, product, productData, reviewers, submit, submittedAlgorithm, taskOf,
} from '../lib/way.mjs';

const MB = 1 << 20;
const folder = await mkdtemp(join(tmpdir(), 'suanbei-disk-'));
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=96m,mode=700', 'tmpfs', folder]);
const skip = mounted.status !== 0 && 'this user mounts no disk';
const filler = join(folder, 'others');
const reserve = join(folder, 'var', 'reserve');

let instance, company, by, filing, other, admin;
before(async () => {
  if (skip) return;
  const CONFIG = join(folder, 'config.json');
  await writeFile(CONFIG, JSON.stringify({
    free_bytes_min: 24 * MB, free_bytes_reserve: 12 * MB, reserve_file_bytes: 4 * MB }));
  instance = await Instance.start({ keep: folder, env: { CONFIG } });
  by = await reviewers(instance);
  admin = await staff(instance, 'system_admin');
  company = await approvedCompany(instance, by);
  filing = await draft(company, 'algorithm', { basic: { name: '已有草稿' } });
  other = await submittedAlgorithm(company, '等候审核');
  await until('there is a reserve', () => existsSync(reserve));
});
after(async () => {
  await instance?.stop();
  if (!skip) spawnSync('umount', [folder]);
  await rm(folder, { recursive: true, force: true });
});

const free = () => {
  const s = statfsSync(folder);
  return s.bavail * s.bsize;
};
// Somebody else fills the disk until so many bytes are left.
function leave(bytes) {
  const piece = Buffer.alloc(64 << 10, 1);
  const fd = openSync(filler, 'a');
  try {
    while (free() > bytes) writeSync(fd, piece, 0, Math.min(piece.length, free() - bytes));
  } catch (error) {
    if (error.code !== 'ENOSPC') throw error;
  } finally {
    closeSync(fd);
  }
}

const isFull = (r) => {
  isProblem(r, 507, 'storage_full');
  assert.ok(Number(r.headers['retry-after']) >= 1);
};
async function saved() {
  const etag = is(await company.get(`/filings/${filing.id}`), 200).headers.etag;
  const data = { basic: { name: `又改了${unique()}` } };
  return company.put(`/filings/${filing.id}`, { data }, ifMatch(etag));
}
async function refusesWhatIsNew() {
  isFull(await company.post('/filings', { kind: 'algorithm', action: 'initial' }));
  isFull(await company.post('/products', await productData(company)));
  isFull(await company.upload(pdf(unique()), 'application/pdf'));
  isFull(await new Client(instance).post('/accounts', {
    username: `u${unique()}`, password: `Pw-${unique()}-x`, organization_name: '某公司',
    contact_name: '张三', mobile: '13800138000', email: 'a@example.com' }));
}
async function servesTheRest() {
  is(await new Client(instance).get('/healthz'), 200);
  const c = await new Client(instance).login(company.username, company.password);
  is(await c.del('/session'), 204);
  await staff(instance, 'system_admin');
  is(await admin.get('/status'), 200);
}

test('below the first bound nothing new is begun, and drafts are saved', { skip }, async () => {
  leave(20 * MB);
  await refusesWhatIsNew();
  is(await saved(), 200);
  await servesTheRest();
  const task = await taskOf(by.preliminary, other.id);
  is(await by.preliminary.post(`/review/tasks/${task.id}/claim`), 200);
});

test('below the second nothing is saved; logging in and review go on', { skip }, async () => {
  leave(8 * MB);
  await refusesWhatIsNew();
  isFull(await saved());
  isFull(await submit(company, filing));
  await servesTheRest();
  const task = await taskOf(by.preliminary, other.id);
  const pass = { outcome: 'pass', reasons: [] };
  is(await by.preliminary.post(`/review/tasks/${task.id}/decision`, pass), 200);
});

test('when others leave not a byte, a reserve is let go for who logs in', { skip }, async () => {
  leave(0);
  is(await new Client(instance).get('/healthz'), 200);
  await until('the reserve is free', () => free() > 2 * MB);
  await servesTheRest();
  const task = await taskOf(by.final, other.id);
  is(await by.final.post(`/review/tasks/${task.id}/claim`), 200);
  isFull(await saved());
  await refusesWhatIsNew();
});

test('what SQLite cannot write is refused as a full disk, and the rest is read', { skip },
  async () => {
    const etag = async () => is(await company.get(`/filings/${filing.id}`), 200).headers.etag;
    const before = await etag();
    let r;
    for (let n = 0; n < 300 && r?.status !== 507; n++) {
      leave(0);
      const { username, password } = company;
      r = await new Client(instance).post('/session', { username, password, bearer: true });
    }
    isProblem(r, 507, 'storage_full');
    assert.equal(await etag(), before);
    is(await new Client(instance).get('/healthz'), 200);
  });

test('with room again all is as before, and nobody restarted anything', { skip }, async () => {
  const { json } = is(await admin.get('/status'), 200);
  unlinkSync(filler);
  is(await saved(), 200);
  is(await company.post('/filings', { kind: 'algorithm', action: 'initial' }), [200, 201]);
  await product(company);
  await register(instance);
  is(await company.upload(pdf(unique()), 'application/pdf'), 201);
  await until('the reserve is there again', () => existsSync(reserve));
  const later = is(await admin.get('/status'), 200).json;
  const pids = (s) => s.processes.map((p) => p.pid).sort();
  assert.deepEqual(pids(later), pids(json), 'the same processes');
});
