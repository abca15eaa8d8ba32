// Notices leave the house by a webhook: over TLS that is proved, signed, to the one address, at
// least once. And the line that says what is wrong with settings.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Instance } from '../lib/instance.mjs';
import { approvedCompany, reviewers, submittedAlgorithm, decide } from '../lib/way.mjs';

const KEY = Buffer.alloc(32, 7);
const folder = mkdtempSync(join(tmpdir(), 'suanbei-outbox-'));
const at = (name) => join(folder, name);
const RETURN = {
  outcome: 'return',
  reasons: [{ path: '/basic/name', reason: '名称与网站不符', suggestion: '请写网站上的名称' }],
};

let server, instance, by, company, port;
const got = [];
const answers = []; // statuses, the next first; 204 where there is none
let elsewhere = 0;

const listen = (s) => new Promise((done) => s.listen(0, '127.0.0.1', () => done(s.address().port)));

before(async () => {
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2',
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', at('key.pem'),
    '-out', at('cert.pem')], { stdio: 'ignore' });
  const tls = { key: readFileSync(at('key.pem')), cert: readFileSync(at('cert.pem')) };
  server = createServer(tls, (q, r) => {
    let body = '';
    q.on('data', (piece) => { body += piece; });
    q.on('end', () => {
      if (q.url !== '/hook') elsewhere += 1;
      got.push({ headers: q.headers, body });
      const status = answers.shift() ?? 204;
      r.writeHead(status, status === 302 ? { location: '/other' } : {}).end();
    });
  });
  port = await listen(server);
  writeFileSync(at('secret'), `whsec_${KEY.toString('base64')}\n`, { mode: 0o600 });
  writeFileSync(at('serve.json'), JSON.stringify({
    outbox_url: `https://localhost:${port}/hook`, outbox_secret_file: at('secret'),
    outbox_ca_file: at('cert.pem'), outbox_wait_ms: 100, outbox_wait_max_ms: 200,
    outbox_tries_max: 3,
  }));
  instance = await Instance.start({ env: { CONFIG: at('serve.json') } });
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
});
after(async () => {
  await instance?.stop();
  server?.close();
  rmSync(folder, { recursive: true });
});

const about = (filing) => got.filter((x) => JSON.parse(x.body).filing === filing);

test('a_notice_is_posted_signed_with_the_number_that_its_channel_needs', async () => {
  const filing = await submittedAlgorithm(company);
  await decide(by.preliminary, filing.id, RETURN);
  await instance.until('the webhook has it', () => about(filing.id).length);
  const [one] = about(filing.id);
  const told = JSON.parse(one.body);
  assert.deepEqual(Object.keys(told).sort(),
    ['at', 'attempt', 'channel', 'filing', 'id', 'mobile', 'notice', 'text', 'title']);
  assert.equal(told.notice, 'returned');
  assert.match(told.mobile, /^1\d{10}$/);
  assert.doesNotMatch(one.body, /名称与网站不符|@/);
  const signed = `${one.headers['webhook-id']}.${one.headers['webhook-timestamp']}.${one.body}`;
  assert.equal(one.headers['webhook-id'], told.id);
  assert.ok(Math.abs(Date.now() / 1000 - one.headers['webhook-timestamp']) < 600);
  assert.equal(one.headers['webhook-signature'],
    `v1,${createHmac('sha256', KEY).update(signed).digest('base64')}`);
});

test('what_is_refused_or_sent_elsewhere_comes_again_under_the_same_id', async () => {
  const filing = await submittedAlgorithm(company);
  answers.push(503, 302);
  await decide(by.preliminary, filing.id, RETURN);
  await instance.until('the third is taken', () => about(filing.id).length === 3);
  const ids = new Set(about(filing.id).map((x) => x.headers['webhook-id']));
  assert.equal(ids.size, 1);
  assert.deepEqual(about(filing.id).map((x) => JSON.parse(x.body).attempt), [1, 2, 3]);
  assert.equal(elsewhere, 0);
});

test('check_says_which_setting_is_wrong_and_makes_nothing', () => {
  const check = (config) => {
    writeFileSync(at('config.json'), JSON.stringify(config));
    return spawnSync(process.env.SUANBEI ?? 'build/suanbei',
      ['check', '--state', at('state'), '--allow-root', '--config', at('config.json')],
      { encoding: 'utf8' });
  };
  assert.equal(check({ outbox_command: 'cat' }).status, 0);
  const both = check({ outbox_command: 'cat', outbox_url: 'https://a.example/' });
  assert.equal(both.status, 1);
  assert.match(both.stderr, /outbox_url.*只能设一个/);
  assert.match(check({ outbox_wait_ms: 5000, outbox_wait_max_ms: 100 }).stderr, /outbox_wait_ms/);
  assert.match(check({ outbox_tries_max: 0 }).stderr, /outbox_tries_max/);
  assert.match(check({ outbox_url: 'http://a.example/' }).stderr, /https/);
  assert.throws(() => readFileSync(at('state')), /ENOENT/);
});
