// Webhooks that must not be believed, or that keep us waiting: nothing is given to who is not
// proved, each try ends in its time, the notice waits, and the others go on.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createPlain } from 'node:net';
import { createServer } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { is, staff } from '../lib/client.mjs';
import { freePort, Instance } from '../lib/instance.mjs';
import { approvedCompany, decide, reviewers, submittedAlgorithm } from '../lib/way.mjs';

const folder = mkdtempSync(join(tmpdir(), 'suanbei-hostile-'));
const at = (name) => join(folder, name);
const openssl = (...args) => execFileSync('openssl', args, { stdio: 'ignore' });
const RETURN = { outcome: 'return', reasons: [
  { path: '/basic/name', reason: '名称与网站不符', suggestion: '请写网站上的名称' }] };

function authority(name) {
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`,
    '-keyout', at(`${name}.key`), '-out', at(`${name}.pem`));
}
// A certificate that the authority gave to a host. → what a server is told
function certificate(name, by, host, days = '2') {
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${host}`,
    '-keyout', at(`${name}.key`), '-out', at(`${name}.csr`));
  writeFileSync(at(`${name}.ext`), `subjectAltName=DNS:${host}\n`);
  openssl('x509', '-req', '-in', at(`${name}.csr`), '-CA', at(`${by}.pem`), '-CAkey',
    at(`${by}.key`), '-CAcreateserial', '-days', days, '-extfile', at(`${name}.ext`),
    '-out', at(`${name}.pem`));
  return { key: readFileSync(at(`${name}.key`)), cert: readFileSync(at(`${name}.pem`)) };
}

let instance, by, company, admin, server, port, tls;
const got = []; // what was handed over, each with the filing that it is about
const still = new Set(); // sockets that are kept waiting

function taken(socket) {
  socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n');
}
// How a filing's webhook behaves; the others' take what they get.
const behaves = new Map();

function hear(socket) {
  let said = '';
  socket.on('error', () => {});
  socket.on('data', (piece) => {
    said += piece;
    const [head, body] = said.split('\r\n\r\n');
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    if (body === undefined || Buffer.byteLength(body) < length) return;
    const told = JSON.parse(body);
    got.push(told);
    socket.removeAllListeners('data');
    still.add(socket);
    socket.on('close', () => still.delete(socket));
    (behaves.get(told.filing) ?? taken)(socket);
  });
}

before(async () => {
  for (const name of ['ours', 'theirs']) authority(name);
  tls = {
    good: certificate('good', 'ours', 'localhost'),
    unknown: certificate('unknown', 'theirs', 'localhost'),
    misnamed: certificate('misnamed', 'ours', 'other.example'),
    expired: certificate('expired', 'ours', 'localhost', '-1'),
  };
  server = createServer(tls.good, hear);
  server.on('tlsClientError', () => {});
  port = await new Promise((done) =>
    server.listen(0, '127.0.0.1', () => done(server.address().port)));
  writeFileSync(at('secret'), `whsec_${Buffer.alloc(32, 7).toString('base64')}\n`, { mode: 0o600 });
  instance = await Instance.start({ settings: {
    outbox_url: `https://localhost:${port}/hook`, outbox_secret_file: at('secret'),
    outbox_ca_file: at('ours.pem'), outbox_timeout_ms: 1500, outbox_wait_ms: 100,
    outbox_wait_max_ms: 200, outbox_tries_max: 2,
  } });
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
  await instance.until('it is told of its subject', () => got.length);
  admin = await staff(instance, 'system_admin');
});
after(async () => {
  await instance?.stop();
  for (const socket of still) socket.destroy();
  server?.close();
  rmSync(folder, { recursive: true });
});

const about = (filing) => got.filter((x) => x.filing === filing);
const listed = async (state) =>
  is(await admin.get(`/outbox?state=${state}&limit=100`), 200).json.items;
const act = async (x, what) => is(await admin.post(`/outbox/${x.id}/${what}`), 200);
// Nothing is on its way any more.
const quiet = () => instance.until('nothing is on its way', async () =>
  (await listed('waiting')).length + (await listed('out')).length === 0);
const tell = (filing) => decide(by.preliminary, filing, RETURN);
// A filing whose webhook behaves so. → its id
async function filed(how) {
  const { id } = await submittedAlgorithm(company);
  if (how) behaves.set(id, how);
  return id;
}
// A notice about a new filing, and none but that, is told to a webhook made ready for it. → the
// filing
async function told(how, ready) {
  const id = await filed(how);
  await quiet();
  assert.deepEqual(await listed('dead'), []);
  await ready?.();
  await tell(id);
  return id;
}
// The one that waits for an administrator.
const dead = () => instance.until('it is given up', async () => (await listed('dead'))[0]);

for (const [name, outcome, words] of [
  ['unknown', 'tls', /不是可信的机构签发/],
  ['misnamed', 'tls_name', /不是发给这个地址/],
  ['expired', 'tls_expired', /已过期或尚未生效/],
]) {
  test(`who shows a certificate that is ${name} is told nothing, and the list says why`,
    async () => {
      const filing = await told(null, () => server.setSecureContext(tls[name]));
      const one = await dead();
      assert.deepEqual([one.outcome, one.tries], [outcome, 2]);
      assert.match(one.outcome_label, words);
      assert.equal(about(filing).length, 0);
      server.setSecureContext(tls.good);
      await act(one, 'retry');
      await instance.until('it is taken', () => about(filing).length);
      assert.deepEqual(await listed('dead'), []);
    });
}

test('who speaks no TLS where https is said is told nothing', async () => {
  const heard = [];
  const plain = createPlain((socket) => {
    socket.on('error', () => {});
    socket.on('data', (x) => { heard.push(x); socket.end('HTTP/1.1 200 OK\r\n\r\n'); });
  });
  const filing = await told(null, async () => {
    await new Promise((done) => server.close(done));
    await new Promise((done) => plain.listen(port, '127.0.0.1', done));
  });
  const one = await dead();
  assert.equal(one.outcome_label, '没有能够建立加密连接');
  assert.ok(heard.length > 0 && !Buffer.concat(heard).includes(filing));
  await new Promise((done) => plain.close(done));
  await new Promise((done) => server.listen(port, '127.0.0.1', done));
  await act(one, 'retry');
  await instance.until('it is taken', () => about(filing).length);
});

// ---- slow, and worse ----------------------------------------------------------------------------

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n';
function drip(socket, text) {
  let n = 0;
  const timer = setInterval(() => socket.write(text[n++ % text.length]), 20);
  socket.on('close', () => clearInterval(timer));
}
function pour(socket, head, line) {
  let left = 10 << 20;
  const more = () => {
    while (left > 0) {
      left -= line.length;
      if (!socket.write(line)) return socket.once('drain', more);
    }
    return socket.end();
  };
  socket.write(head);
  more();
}

for (const [name, outcome, how] of [
  ['never_answers', 'slow', () => {}],
  ['answers_byte_by_byte', 'slow', (socket) => drip(socket, `${HEAD}X: ${'x'.repeat(9999)}`)],
  ['never_ends_its_answer', 'slow', (socket) => {
    socket.write(`${HEAD}Content-Length: 9999\r\n\r\n`);
    drip(socket, 'x');
  }],
  ['closes_without_a_word', 'unreached', (socket) => socket.end()],
  ['breaks_off', 'unreached', (socket) => socket.destroy()],
  ['closes_within_its_head', 'unreached', (socket) => socket.end('HTTP/1.1 2')],
  ['answers_rubbish', 'unreached', (socket) => socket.end('\x15\x03\x01 no such thing\r\n\r\n')],
  ['answers_to_wait', 'slow', (socket) => socket.write('HTTP/1.1 100 Continue\r\n\r\n')],
  ['sends_elsewhere', 'redirected', (socket) =>
    socket.end(`HTTP/1.1 307 X\r\nLocation: https://localhost:${port}/hook\r\n\r\n`)],
  ['sends_to_a_file', 'redirected', (socket) =>
    socket.end('HTTP/1.1 301 X\r\nLocation: file:///etc/passwd\r\n\r\n')],
  ['chooses_not_to_change', 'redirected', (socket) => socket.end('HTTP/1.1 304 X\r\n\r\n')],
  ['refuses', 'declined', (socket) => socket.end('HTTP/1.1 410 Gone\r\n\r\n')],
  ['refuses_with_ten_megabytes', 'server_error', (socket) =>
    pour(socket, 'HTTP/1.1 500 X\r\n\r\n', 'x'.repeat(65536))],
]) {
  test(`a webhook that ${name} is given up in its time, and the notice waits`, async () => {
    const filing = await told(how);
    const one = await dead();
    assert.deepEqual([one.outcome, one.tries], [outcome, 2]);
    assert.equal(new Set(about(filing).map((x) => x.id)).size, 1, 'one id, however often');
    await act(one, 'discard');
  });
}

for (const [name, how] of [
  ['answers_as_of_old', (socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nthanks')],
  ['answers_ten_megabytes', (socket) => pour(socket, `${HEAD}\r\n`, 'x'.repeat(65536))],
  ['answers_heads_without_end', (socket) =>
    pour(socket, HEAD, `X-More: ${'x'.repeat(1000)}\r\n`)],
  ['breaks_off_its_answer', (socket) =>
    socket.end(`${HEAD}Content-Length: 9999\r\n\r\nshort`)],
]) {
  test(`a webhook that says 200 and ${name} has taken it, once`, async () => {
    const filing = await told(how);
    const one = await instance.until('it is taken', async () =>
      (await listed('taken')).find((x) => x.id === about(filing)[0]?.id));
    assert.deepEqual([one.outcome, one.tries], ['taken', 1]);
    assert.deepEqual(about(filing).length, 1);
  });
}

test('who is kept waiting holds no other up', async () => {
  const [slow, quick] = [await filed(() => {}), await filed()];
  await quiet();
  await tell(slow);
  await instance.until('it is kept waiting', () => about(slow).length === 1);
  await tell(quick);
  await instance.until('the other is taken', () => about(quick).length === 1);
  assert.ok(about(slow).length <= 2, 'and the first was not tried out meanwhile');
  const one = await dead();
  assert.equal(one.id, about(slow)[0].id);
  await act(one, 'discard');
});

test('where nobody listens the notice waits', async () => {
  const other = await Instance.start({ settings: {
    outbox_url: `https://localhost:${await freePort()}/`, outbox_secret_file: at('secret'),
    outbox_ca_file: at('ours.pem'), outbox_wait_ms: 100, outbox_wait_max_ms: 200,
    outbox_tries_max: 1,
  } });
  try {
    await approvedCompany(other, await reviewers(other));
    const keeper = await staff(other, 'system_admin');
    const one = await other.until('it is given up', async () =>
      is(await keeper.get('/outbox'), 200).json.items[0]);
    assert.equal(one.outcome_label, '连接不上');
  } finally {
    await other.stop();
  }
});
