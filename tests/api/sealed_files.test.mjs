// Attachments are sealed on disk and opened in memory: what was changed is not sent, whoever reads
// slowly holds up nobody, and nothing plain outlives its use, whatever is killed.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import net from 'node:net';
import { existsSync } from 'node:fs';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Instance, descendants, filesBelow, kill, withSettings } from '../lib/instance.mjs';
import { is, isProblem, register, sha256, unique } from '../lib/client.mjs';
import { pdf } from '../lib/files.mjs';
import {
  children, closed, hasFile, hasPart, memoryOf, opened, received, seen, skipUnlessRoot,
} from '../lib/memory.mjs';

const MB = 1024 * 1024;
const blobs = async (i) => (await filesBelow(join(i.var, 'blobs'))).sort();
const send = async (from, bytes) => is(await from.upload(bytes, 'application/pdf'), 201).json;

// A connection that has sent this and reads nothing until it is told to.
function connection(i, text) {
  return new Promise((resolve, reject) => {
    const sent = () => resolve(socket);
    const socket = net.connect(i.port, '127.0.0.1', () => socket.write(text, sent));
    socket.pause();
    socket.on('error', reject);
  });
}
const asks = (client, id) => [
  `GET /api/v1/attachments/${id} HTTP/1.1`, 'Host: 127.0.0.1', 'Connection: close',
  `Authorization: Bearer ${client.token}`, '', ''].join('\r\n');
const begins = (client, size) => [
  'POST /api/v1/attachments HTTP/1.1', 'Host: 127.0.0.1', 'Content-Type: application/pdf',
  'X-Filename: a.pdf', `Content-Length: ${size}`, `Authorization: Bearer ${client.token}`,
  '', ''].join('\r\n');

// The status and how many bytes came, when all of it has been read.
function rest(socket) {
  return new Promise((resolve, reject) => {
    const parts = [];
    socket.on('data', (d) => parts.push(d));
    socket.on('error', reject);
    socket.on('close', () => {
      const all = Buffer.concat(parts);
      const at = all.indexOf('\r\n\r\n') + 4;
      const status = Number(/^HTTP\/1\.1 (\d+)/.exec(all.toString('latin1'))?.[1]);
      resolve({ status, body: all.subarray(at) });
    });
    socket.resume();
  });
}

let instance, filer;
before(async () => {
  instance = await Instance.start();
  filer = await register(instance);
});
after(() => instance?.end());

test('what is on disk tells neither the content nor its hash', async () => {
  const mark = unique();
  const old = await blobs(instance);
  const { sha256: hash, id } = await send(filer, pdf(mark));
  const [name, ...more] = (await blobs(instance)).filter((n) => !old.includes(n));
  assert.equal(more.length, 0);
  assert.ok(!name.includes(hash));
  const bytes = await readFile(join(instance.var, 'blobs', name));
  assert.ok(!bytes.includes(mark) && !bytes.includes('%PDF'));
  assert.ok(is(await filer.get(`/attachments/${id}`), 200).buffer.includes(mark));
});

test('a part is sent to who asks for a part, and the time stays what it was', async () => {
  const bytes = pdf(unique(), 3 * MB);
  const { id } = await send(filer, bytes);
  const whole = is(await filer.get(`/attachments/${id}`), 200);
  const part = (Range, more) => filer.get(`/attachments/${id}`, { headers: { Range, ...more } });
  for (const [from, to] of [[0, 9], [65530, 65550], [2 * MB, 2 * MB + 99999]]) {
    const r = is(await part(`bytes=${from}-${to}`), 206);
    assert.equal(r.headers['content-range'], `bytes ${from}-${to}/${bytes.length}`);
    assert.deepEqual(r.buffer, bytes.subarray(from, to + 1));
  }
  await closed(instance);
  const since = { 'If-Range': whole.headers['last-modified'] };
  is(await part('bytes=0-9', since), 206);
  const head = is(await filer.call('HEAD', `/attachments/${id}`), 200);
  assert.equal(head.headers['content-length'], String(bytes.length));
});

test('a file changed, cut or exchanged on disk is a problem and no part of it', async () => {
  const old = await blobs(instance);
  const one = await send(filer, pdf('eins', 200000));
  const [first] = (await blobs(instance)).filter((n) => !old.includes(n));
  const two = await send(filer, pdf('zwei', 200000));
  const [second] = (await blobs(instance)).filter((n) => !old.includes(n) && n !== first);
  const [path, other] = [first, second].map((n) => join(instance.var, 'blobs', n));
  const good = await readFile(path);
  const changed = Buffer.from(good);
  changed[good.length - 20] ^= 1;
  const cut = 33 + 65553; // after the first piece
  for (const bad of [changed, good.subarray(0, cut), Buffer.alloc(0), await readFile(other)]) {
    await writeFile(path, bad);
    await closed(instance);
    for (const headers of [{}, { Range: 'bytes=0-9' }]) {
      const r = await filer.get(`/attachments/${one.id}`, { headers });
      isProblem(r, 500, 'file_damaged');
      assert.ok(r.buffer.length < 2000);
    }
  }
  await rm(path);
  isProblem(await filer.get(`/attachments/${one.id}`), 500, 'file_damaged');
  is(await filer.get(`/attachments/${two.id}`), 200);
  assert.match(await instance.logs(), /storage: \S+: a piece was changed, cut or exchanged/);
});

test('two companies and several at once send the same file, and each has it back', async () => {
  const bytes = pdf(unique(), 2 * MB);
  const other = await register(instance);
  const old = (await blobs(instance)).length;
  const all = await Promise.all([filer, other, filer, other, filer, other].map(
    async (from) => [from, await send(from, bytes)]));
  assert.equal((await blobs(instance)).length, old + 2);
  for (const [from, { id }] of all) {
    const r = is(await from.get(`/attachments/${id}`), 200);
    assert.equal(sha256(r.buffer), sha256(bytes));
  }
  isProblem(await other.get(`/attachments/${all[0][1].id}`), 404, 'not_found');
});

test('clients who read nothing hold up nobody, and their copy goes with them', async () => {
  const bytes = pdf(unique(), 12 * MB);
  const { id } = await send(filer, bytes);
  const slow = await Promise.all(Array.from({ length: 20 }, () => connection(instance,
    asks(filer, id))));
  await instance.until('it is open', async () => (await opened(instance)).length === 1);
  for (let k = 0; k < 20; k++) is(await filer.get('/filings'), 200);
  const half = slow.splice(0, 10);
  for (const socket of half) socket.destroy();
  const answers = await Promise.all(slow.map(rest));
  for (const r of answers) {
    assert.equal(r.status, 200);
    assert.equal(sha256(r.body), sha256(bytes));
  }
  await closed(instance);
});

test('who reads slowly keeps his copy however long it takes', async () => {
  const bytes = pdf(unique(), 12 * MB);
  const { id } = await send(filer, bytes);
  const socket = await connection(instance, asks(filer, id));
  await instance.until('it is open', async () => (await opened(instance)).length === 1);
  const another = await register(instance);
  const passing = await send(another, pdf(unique()));
  is(await another.get(`/attachments/${passing.id}`), 200);
  // The sweep has been there, and took what nobody reads.
  await instance.until('one is left', async () => (await opened(instance)).length === 1);
  assert.equal(sha256((await rest(socket)).body), sha256(bytes));
  await closed(instance);
});

test('over the bound of all copies a download is asked to wait, and then it is served', () =>
  withSettings({ open_bytes_max: 20 * MB }, async (own) => {
    const [one, two] = [await register(own), await register(own)];
    const large = await send(one, pdf(unique(), 15 * MB));
    const small = await send(two, pdf(unique(), 6 * MB));
    const socket = await connection(own, asks(one, large.id));
    await own.until('it is open', async () => (await opened(own)).length === 1);
    const r = await two.get(`/attachments/${small.id}`);
    isProblem(r, 503, 'downloads_many');
    assert.match(r.headers['retry-after'], /^\d+$/);
    socket.destroy();
    await own.until('there is room again', async () =>
      (await two.get(`/attachments/${small.id}`)).status === 200);
  }));

async function stallsInMemory(own, sender) {
  const some = pdf('', 400000);
  const stalled = [];
  for (let k = 0; k < 4; k++) {
    stalled.push(await connection(own, begins(sender, 50 * MB)));
    stalled.at(-1).write(some);
  }
  const mine = await own.until('nginx has them', () =>
    received(own).length >= 4 && received(own));
  for (const path of mine) assert.ok(path.startsWith(`${memoryOf(own)}/nginx/`), path);
  assert.deepEqual((await filesBelow(join(own.var, 'tmp'))).filter((n) =>
    /body|fastcgi/.test(n)), []);
  isProblem(await sender.upload(pdf(unique()), 'application/pdf'), 429, 'rate_limited');
  is(await sender.get('/attachments'), 200);
  for (const socket of stalled) socket.destroy();
  await own.until('they are gone', async () =>
    (await sender.upload(pdf(unique()), 'application/pdf')).status === 201);
}

test('an upload that stalls lies in memory, and there are only so many of them', async () => {
  const packaged = await Instance.start({ env: { NGINX_LIMITS: 'packaged' } });
  try {
    await stallsInMemory(packaged, await register(packaged));
  } finally {
    await packaged.end();
  }
});

// Every plain file of the instance that holds the mark, on disk or in memory.
async function placesOf(i, mark) {
  const out = [];
  for (const folder of [i.var, memoryOf(i)]) {
    for (const n of await filesBelow(folder).catch(() => [])) {
      const bytes = await readFile(join(folder, n)).catch(() => Buffer.alloc(0));
      if (bytes.includes(mark)) out.push(join(folder, n));
    }
  }
  return out;
}

const moments = {
  'has a file in memory': (pids) => pids.some(hasFile),
  'seals a file': () => hasPart(join(instance.var, 'blobs')),
  'opens a file': () => hasPart(join(memoryOf(instance), 'open')),
};
let whole; // processes that the master has, before one is killed
for (const [moment, isIt] of Object.entries(moments)) {
  const skip = /memory/.test(moment) && skipUnlessRoot;
  test(`a worker killed while it ${moment} leaves nothing plain`, { skip }, async () => {
    const mark = `marke-${unique()}`;
    let cut = 0;
    whole ??= children(instance).length;
    for (let k = 0; k < 20 && cut === 0; k++) {
      const { id } = await send(filer, pdf(`${mark}-${k}`, 20 * MB));
      const body = pdf(`${mark}+${k}`, 40 * MB);
      // Looked up now: later is too late.
      const pids = await instance.until('all are there', () => {
        const all = children(instance);
        return all.length === whole && all;
      });
      const all = Promise.allSettled(/opens/.test(moment)
        ? [filer.get(`/attachments/${id}`)] : [filer.upload(body, 'application/pdf')]);
      if (await seen(() => isIt(pids), all)) for (const pid of pids) kill(pid, 'SIGKILL');
      const [{ value: r }] = await all;
      if (r.status >= 400) isProblem(r, 503, 'unavailable'), cut++;
      await instance.until('it serves again', async () =>
        (await filer.get('/filings')).status === 200);
    }
    assert.ok(cut > 0, 'one was cut off');
    await closed(instance);
    assert.deepEqual(await placesOf(instance, mark), []);
    // What was begun has a name by which the sweep knows it.
    const known = /^([0-9a-f]{2}\/[0-9a-f]{64}|\w+\.part)$/;
    for (const n of await blobs(instance)) assert.match(n, known);
  });
}

test('the folder in memory ends with the instance, or with the next after a kill', async () => {
  const own = await Instance.start();
  try {
    const company = await register(own);
    const { id } = await send(company, pdf(unique()));
    const path = memoryOf(own);
    assert.equal((await stat(path)).mode & 0o777, 0o700);
    is(await company.get(`/attachments/${id}`), 200);
    for (const pid of [own.child.pid, ...descendants(own.child.pid)]) kill(pid, 'SIGKILL');
    await own.exited;
    assert.ok(existsSync(path));
    await own.up();
    assert.ok(!existsSync(path), 'the one of the killed instance');
    const next = memoryOf(own);
    is(await company.get(`/attachments/${id}`), 200);
    await own.stop();
    assert.ok(!existsSync(next), 'the one of the instance that has ended');
  } finally {
    await own.end();
  }
});

test('without a folder in memory nothing starts, and it is told why', async () => {
  const own = new Instance();
  Object.assign(own, { folder: instance.folder, var: join(instance.folder, 'other') });
  own.env = { SUANBEI: process.env.SUANBEI ?? instance.env.SUANBEI, MEMORY: instance.var };
  await assert.rejects(own.up(), /不在内存文件系统/);
});
