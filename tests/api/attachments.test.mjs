// Attachments are streamed, hashed, judged by their content, and given back only to their owners.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  Instance, filesBelow, kill, until, vmHighWater, withSettings,
} from '../lib/instance.mjs';
import { Client, hasFinding, ifMatch, is, isProblem, register, sha256 } from '../lib/client.mjs';
import {
  approvedCompany, context, decide, draft, form, reviewers, subjectData, submit, taskOf,
} from '../lib/way.mjs';
import { docxType, docx, endings, makers, pdf, png } from '../lib/files.mjs';
import { fillFromForms } from '../lib/forms.mjs';
import { children, hasFile, seen, skipUnlessRoot } from '../lib/memory.mjs';

let instance, filer, by;
before(async () => {
  instance = await Instance.start();
  filer = await register(instance);
  by = await reviewers(instance);
});
after(() => instance?.end());

// What was kept, and what was only begun.
async function blobs() {
  return (await filesBelow(instance.var)).filter((n) => /[0-9a-f]{64}|\.part$/.test(n)).sort();
}

// A worker takes away what it only began by the time that it has taken its next request.
const nothingNew = (old) => until('nothing more is on disk', async () => {
  await Promise.all(Array.from({ length: 8 }, () => filer.get('/filings')));
  return (await blobs()).join() === old.join();
});

for (const [type, make] of Object.entries(makers)) {
  test(`a ${endings[type]} comes back as it went in`, async () => {
    const bytes = make('原样');
    const r = is(await filer.upload(bytes, type, `说明 一.${endings[type]}`), 201).json;
    assert.equal(r.sha256, sha256(bytes));
    assert.equal(r.size_bytes, bytes.length);
    assert.equal(r.media_type, type);
    assert.equal(r.filename, `说明 一.${endings[type]}`);
    const back = is(await filer.get(`/attachments/${r.id}`), 200);
    assert.equal(sha256(back.buffer), r.sha256);
    assert.equal(back.headers['content-type'], type);
    const named = /^attachment;.*filename\*=UTF-8''%E8%AF%B4%E6%98%8E%20%E4%B8%80/;
    assert.match(back.headers['content-disposition'], named);
    assert.equal(back.headers['x-content-type-options'], 'nosniff');
    assert.match(back.headers['cache-control'] ?? '', /no-store|private/);
  });
}

test('a .pdf that is not one is refused, whatever its name and content type say', async () => {
  const old = await blobs();
  const fakes = [
    Buffer.from('hello'), Buffer.from('<html>%PDF-1.4</html>'), Buffer.from('%PDF-1.4\nno end'),
    Buffer.from('PK\x03\x04not a zip'), Buffer.alloc(0), Buffer.from('MZ\x90\x00'),
    png().subarray(0, 20), Buffer.from('GIF89a'),
  ];
  for (const bytes of fakes) {
    const r = await filer.upload(bytes, 'application/pdf', '报告.pdf');
    isProblem(r, [400, 415, 422]);
  }
  isProblem(await filer.upload(png(), 'application/pdf', '报告.pdf'), 422, 'attachment_type');
  isProblem(await filer.upload(pdf(), 'image/png', '图.png'), 422, 'attachment_type');
  isProblem(await filer.upload(docx().subarray(0, 200), docxType, 'x.docx'), [415, 422]);
  isProblem(await filer.upload(Buffer.from('#!/bin/sh'), 'application/x-sh', 'x.sh'), [415, 422]);
  await nothingNew(old);
});

test('a file name is only a name', async () => {
  const cases = {
    '../../../etc/passwd.pdf': 'passwd.pdf', '..\\..\\boot.pdf': 'boot.pdf', '/etc/x.pdf': 'x.pdf',
    'a\nb.pdf': 'ab.pdf', '名"字;.pdf': '名"字;.pdf',
  };
  for (const [name, kept] of Object.entries(cases)) {
    const r = is(await filer.upload(pdf(name), 'application/pdf', name), 201).json;
    assert.equal(r.filename, kept);
    const back = is(await filer.get(`/attachments/${r.id}`), 200);
    assert.doesNotMatch(back.headers['content-disposition'], /\.\.\/|[\r\n]/);
  }
  for (const header of ['..', '../', '%00', '%ff%fe', '%2e%2e%2f']) {
    const headers = { 'X-Filename': header };
    const r = await filer.upload(pdf(header), 'application/pdf', 'x', { headers });
    if (r.status === 201) assert.match(r.json.filename, /^[^/\\]+$/);
    else isProblem(r, [400, 422]);
  }
  const long = await filer.upload(pdf('long'), 'application/pdf', `${'长'.repeat(300)}.pdf`);
  if (long.status === 201) assert.ok(Buffer.byteLength(long.json.filename) <= 200);
  else isProblem(long, [400, 422]);
});

test("someone else's attachment is not found, and no way leads round the core", async () => {
  const id = await filer.uploadFor();
  const other = await register(instance);
  isProblem(await other.get(`/attachments/${id}`), 404, 'not_found');
  isProblem(await new Client(instance).get(`/attachments/${id}`), 401, 'login_required');
  const hash = (await filer.get(`/attachments/${id}`)).buffer;
  for (const path of [
    '/blobs/', '/blob/', '/internal/', '/x-accel/', '/protected/', '/_blobs/', '/_open/',
  ]) {
    const h = sha256(hash);
    for (const tail of [h, `${h.slice(0, 2)}/${h}`]) {
      const r = await new Client(instance).call('GET', `/api/v1/../..${path}${tail}`);
      assert.notEqual(r.status, 200, path);
    }
  }
});

test('an attachment of another company in a filing is a finding', async () => {
  const other = await register(instance);
  const data = await subjectData(filer);
  const strange = await fillFromForms(await form(other, 'subject'), context(other));
  const filing = await draft(filer, 'subject', { ...strange });
  const p = isProblem(await submit(filer, filing), 422, 'not_acceptable');
  const isAbout = (f) => f.severity === 'error' && /附件|文件|上传/.test(f.message);
  assert.ok(p.findings.some(isAbout), JSON.stringify(p.findings));
  const now = await filer.get(`/filings/${filing.id}`);
  is(await filer.put(`/filings/${filing.id}`, { data }, ifMatch(now.headers.etag)), 200);
});

test('a reviewer in whose scope the filing lies can read its attachments', async () => {
  const company = await register(instance);
  const data = await subjectData(company);
  const filing = await draft(company, 'subject', data);
  const ids = JSON.stringify(data).match(/"[0-9a-z]{26}"/g).map((s) => s.slice(1, -1));
  isProblem(await by.preliminary.get(`/attachments/${ids[0]}`), 404, 'not_found');
  is(await submit(company, filing), 200);
  assert.ok(await taskOf(by.preliminary, filing.id));
  for (const id of ids) is(await by.preliminary.get(`/attachments/${id}`), 200);
  await decide(by.preliminary, filing.id);
});

test('the same content twice is stored once, but for each company by itself', async () => {
  const bytes = pdf('zweimal');
  const old = (await blobs()).length;
  const send = (from, name) => from.upload(bytes, 'application/pdf', name);
  const a = is(await send(filer, 'a.pdf'), 201).json;
  const b = is(await send(filer, 'b.pdf'), 201).json;
  assert.notEqual(a.id, b.id);
  assert.equal((await blobs()).length, old + 1);
  const other = await register(instance);
  const c = is(await send(other, 'c.pdf'), 201).json;
  assert.equal(c.sha256, a.sha256);
  assert.equal((await blobs()).length, old + 2);
  for (const [from, id] of [[filer, a.id], [filer, b.id], [other, c.id]])
    assert.deepEqual(is(await from.get(`/attachments/${id}`), 200).buffer, bytes);
});

test('50 MB pass and come back', async () => {
  const size = 50 * 1024 * 1024;
  const bytes = pdf('gross', size);
  const timeout = 120000;
  const r = is(await filer.upload(bytes, 'application/pdf', '大报告.pdf', { timeout }), 201).json;
  assert.equal(r.size_bytes, bytes.length);
  assert.equal(r.sha256, sha256(bytes));
  const back = await filer.get(`/attachments/${r.id}`, { timeout });
    assert.equal(createHash('sha256').update(back.buffer).digest('hex'), r.sha256);
  });

  const skip = process.env.SAN ? 'memory is not measured under the sanitizers' : false;
  test('50 MB left every process of the pool under 44 MB of memory', { skip }, () => {
    const isMine = (p) => /suanbei/.test(p.command) && !/run\.sh/.test(p.command);
    const mine = instance.processes().filter(isMine);
    assert.ok(mine.length >= 2);
    for (const p of mine) {
    const peak = vmHighWater(p.pid) / 1048576;
    assert.ok(peak < 44, `${p.command} (${p.pid}) peaked at ${peak.toFixed(1)} MB`);
  }
});

test('a large file waits while others have as many in hand as may be, a small one does not',
  { skip: skipUnlessRoot },
  () => withSettings({ uploads_max: 1, request_terminate_ms: 60000 }, async (own) => {
    const company = await register(own);
    const send = (mark, size) => company.upload(pdf(mark, size), 'application/pdf');
    const pids = children(own);
    let held;
    const first = send('gross', 40 * 1024 * 1024);
    assert.ok(await seen(() => {
      held = pids.find(hasFile);
      if (held) kill(held, 'SIGSTOP');
      return held;
    }, first), 'it was caught while it had the file');
    assert.ok(hasFile(held));
    const second = await send('auch gross', 2 * 1024 * 1024);
    isProblem(second, 503, 'uploads_many');
    assert.match(second.headers['retry-after'], /^\d+$/);
    is(await send('klein'), 201);
    kill(held, 'SIGCONT');
    is(await first, 201);
    is(await send('auch gross', 2 * 1024 * 1024), 201);
  }));

test('a file over the limit of the rules is refused with 413 and leaves nothing', async () => {
  const old = await blobs();
  const r = await filer.call('POST', '/attachments', {
    headers: {
      'Content-Type': 'application/pdf', 'X-Filename': 'x.pdf', 'Content-Length': String(500e6),
    },
    chunks: (q) => (q.on('error', () => {}), q.write('%PDF-1.4')),
  });
  isProblem(r, 413);
  await nothingNew(old);
});

test('an upload repeated under one key is one attachment, another file is refused', async () => {
  const headers = { 'Content-Type': 'application/pdf', 'X-Filename': 'a.pdf' };
  headers['Idempotency-Key'] = 'upload-1';
  const send = (bytes) => filer.call('POST', '/attachments', { body: bytes, headers });
  const [one, other] = [pdf('甲'), pdf('乙')];
  const first = is(await send(one), 201);
  const again = is(await send(one), 201);
  assert.equal(again.json.id, first.json.id);
  assert.equal(again.headers.location, first.headers.location);
  isProblem(await send(other), 422, 'idempotency_mismatch');
  headers['Idempotency-Key'] = 'upload-2';
  const both = await Promise.all([1, 2, 3, 4].map(() => send(other)));
  assert.equal(new Set(both.map((r) => is(r, 201).json.id)).size, 1);
});

test('a condition or range that does not fit is a problem, not a page', async () => {
  const { id } = is(await filer.upload(pdf(), 'application/pdf'), 201).json;
  for (const headers of [{ 'If-Match': '"x"' }, { Range: 'bytes=99999999-' }]) {
    isProblem(await filer.get(`/attachments/${id}`, { headers }), 412, 'precondition_failed');
  }
});

test('an upload that breaks off leaves nothing behind', async () => {
  const old = await blobs();
  const headers = {
    'Content-Type': 'application/pdf', 'X-Filename': 'x.pdf', 'Content-Length': '100000',
  };
  const chunks = (q) => q.write(pdf().subarray(0, 100), () => q.destroy());
  await assert.rejects(filer.call('POST', '/attachments', { headers, chunks }));
  is(await filer.get('/filings'), 200);
  await nothingNew(old);
});

test('files on disk are readable by their owner alone', async () => {
  const names = await blobs();
  assert.ok(names.length > 0);
  for (const n of names.slice(0, 20)) {
    const s = await stat(join(instance.var, n));
    assert.equal(s.mode & 0o007, 0, `${n}: ${(s.mode & 0o777).toString(8)}`);
  }
  const c = await stat(join(instance.var, 'credentials.json'));
  assert.equal(c.mode & 0o777, 0o600);
});

test('a file too large for its field is a finding of the rules', async () => {
  const company = await approvedCompany(instance, by);
  const f = await form(company, 'subject');
  let at, max;
  for (const [s, section] of Object.entries(f.schema.properties)) {
    for (const [name, field] of Object.entries(section.properties ?? {})) {
      if (field.format !== 'attachment' || field['x-max-bytes'] >= 30e6) continue;
      if (!field['x-accept'].includes('application/pdf')) continue;
      [at, max] = [[s, name], field['x-max-bytes']];
    }
  }
  assert.ok(at, 'a field takes less than the system does');
  const fresh = await register(instance);
  const data = await subjectData(fresh);
  const bytes = pdf('big', max + 5000);
  const big = is(await fresh.upload(bytes, 'application/pdf', 'big.pdf'), 201).json;
  data[at[0]][at[1]] = big.id;
  const filing = await draft(fresh, 'subject', data);
  hasFinding(isProblem(await submit(fresh, filing), 422, 'not_acceptable'), `/${at.join('/')}`);
});
