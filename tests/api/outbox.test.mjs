// Notices leave the house by a webhook: over TLS that is proved, signed, to the one address, at
// least once; what is not taken waits for an administrator. And the line that says what is wrong
// with settings.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { is, isProblem, join as joins, staff, unique } from '../lib/client.mjs';
import { Instance } from '../lib/instance.mjs';
import { approvedCompany, reviewers, submittedAlgorithm, decide } from '../lib/way.mjs';

const KEY = Buffer.alloc(32, 7);
const folder = mkdtempSync(join(tmpdir(), 'suanbei-outbox-'));
const at = (name) => join(folder, name);
const RETURN = {
  outcome: 'return',
  reasons: [{ path: '/basic/name', reason: '名称与网站不符', suggestion: '请写网站上的名称' }],
};

let server, instance, by, company, port, admin;
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
  admin = await staff(instance, 'system_admin');
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

test('what_is_told_to_an_organization_with_a_contact_goes_there_alone', async () => {
  const colleague = await joins(company, 'fill');
  is(await company.put('/organization', {
    contact_name: '王五', mobile: '13700137000', email: 'w@example.com' }), 200);
  const filing = await submittedAlgorithm(company);
  await decide(by.preliminary, filing.id, RETURN);
  await instance.until('the webhook has it', () => about(filing.id).length);
  assert.deepEqual(about(filing.id).map((x) => JSON.parse(x.body).mobile), ['13700137000']);
  is(await company.del('/organization/contact'), 204);
  is(await company.del(`/organization/members/${colleague.id}`), 204);
});

// ---- given up -----------------------------------------------------------------------------------

const listed = async (state) =>
  is(await admin.get(`/outbox?state=${state}&limit=100`), 200).json.items;
const stands = (id, state) => instance.until(`it is ${state}`, async () =>
  (await listed(state)).find((x) => x.id === id));
const act = (id, what, key = unique()) =>
  admin.post(`/outbox/${id}/${what}`, {}, { headers: { 'Idempotency-Key': key } });

// Told to a webhook that fails as often as it is tried.
async function dead() {
  const filing = await submittedAlgorithm(company);
  answers.push(500, 500, 500);
  await decide(by.preliminary, filing.id, RETURN);
  await instance.until('it was tried', () => about(filing.id).length === 3);
  return stands(about(filing.id)[0].headers['webhook-id'], 'dead');
}

test('an_administrator_sees_what_failed_and_why_and_no_address_of_anybody', async () => {
  const one = await dead();
  assert.equal(one.outcome, 'server_error');
  assert.equal(one.outcome_label, '对方出错');
  assert.equal(one.channel_label, '短信');
  assert.equal(one.tries, 3);
  assert.ok(one.ended_at && one.text.includes('须补正'));
  assert.doesNotMatch(JSON.stringify(one), /1\d{10}|@/);
  is(await act(one.id, 'discard'), 200);
});

test('what_failed_is_sent_again_once_and_is_taken', async () => {
  const one = await dead();
  const key = unique();
  const [first, second] = await Promise.all([act(one.id, 'retry', key), act(one.id, 'retry', key)]);
  assert.equal(is(first, 200).json.state, 'waiting');
  assert.deepEqual(is(second, 200).json, first.json);
  assert.equal((await stands(one.id, 'taken')).tries, 4);
  const refused = isProblem(await act(one.id, 'retry'), 409, 'state_conflict');
  assert.match(refused.detail, /已收下.*投递失败/);
  isProblem(await act(one.id, 'discard'), 409, 'state_conflict');
  assert.equal((await stands(one.id, 'taken')).tries, 4);
});

test('what_is_given_up_goes_no_more_and_of_two_who_decide_one_is_told', async () => {
  const one = await dead();
  const sent = got.length;
  const both = await Promise.all([act(one.id, 'discard'), act(one.id, 'retry')]);
  const isDropped = both[0].status === 200;
  assert.deepEqual(both.map((r) => r.status).sort(), [200, 409]);
  if (!isDropped) await stands(one.id, 'taken');
  else assert.equal((await stands(one.id, 'dropped')).tries, 3);
  assert.equal(got.length, isDropped ? sent : sent + 1);
});

// ---- all that failed ----------------------------------------------------------------------------

const all = (who, key = unique()) =>
  who.post('/outbox/retry', {}, { headers: { 'Idempotency-Key': key } });
const counted = async () => is(await admin.get('/outbox'), 200).json.dead;
const trail = async () => is(await (await staff(instance, 'auditor'))
  .get('/audit?action=delivery.retried_all'), 200).json.items;

test('all_that_failed_go_again_in_one_act_which_is_on_record_once', async () => {
  const both = [await dead(), await dead()];
  assert.equal(await counted(), 2);
  assert.equal(is(await admin.get('/outbox?state=taken'), 200).json.dead, 2);
  const sent = got.length;
  const key = unique();
  const [first, second] = await Promise.all([all(admin, key), all(admin, key)]);
  assert.deepEqual(is(first, 200).json, { retried: 2, left: 0 });
  assert.deepEqual(is(second, 200).json, first.json);
  for (const { id } of both) assert.equal((await stands(id, 'taken')).tries, 4);
  assert.equal(got.length, sent + 2);
  const lines = await trail();
  assert.deepEqual(lines.map((x) => [x.object, x.detail]), [[null, { deliveries: 2 }]]);
  assert.notEqual(lines[0].action_label, lines[0].action);
});

test('of_two_who_send_all_again_at_once_none_sends_what_the_other_did', async () => {
  const ids = [(await dead()).id, (await dead()).id, (await dead()).id];
  const lines = (await trail()).length;
  const other = await staff(instance, 'system_admin');
  const sent = got.length;
  const done = await Promise.all([all(admin), all(other), act(ids[0], 'retry')]);
  const n = done.slice(0, 2).map((r) => is(r, 200).json.retried);
  assert.equal(n[0] + n[1] + (done[2].status === 200 ? 1 : 0), 3);
  for (const id of ids) assert.equal((await stands(id, 'taken')).tries, 4);
  assert.equal(got.length, sent + 3);
  assert.equal((await trail()).length, lines + n.filter(Boolean).length);
  assert.deepEqual(is(await all(admin), 200).json, { retried: 0, left: 0 });
  assert.equal((await trail()).length, lines + n.filter(Boolean).length);
});

test('the_list_is_paged_and_each_act_is_on_record', async () => {
  const ended = [...await listed('taken'), ...await listed('dropped')];
  const ids = ended.map((x) => x.id);
  const page = is(await admin.get('/outbox?state=taken&limit=1'), 200).json;
  const next = is(await admin.get(`/outbox?state=taken&limit=1&cursor=${page.next}`), 200).json;
  assert.notEqual(page.items[0].id, next.items[0].id);
  const auditor = await staff(instance, 'auditor');
  for (const action of ['delivery.retried', 'delivery.discarded']) {
    const { items } = is(await auditor.get(`/audit?action=${action}`), 200).json;
    assert.ok(items.length > 0 && items.every((x) => x.actor && ids.includes(x.object)), action);
    assert.ok(items.every((x) => x.object_kind === 'delivery' && x.action_label !== action));
  }
  for (const other of [company, by.preliminary, auditor]) {
    isProblem(await other.get('/outbox'), 403, 'role_required');
    isProblem(await all(other), 403, 'role_required');
    isProblem(await other.post(`/outbox/${ids[0]}/retry`), 403, 'role_required');
    isProblem(await other.post(`/outbox/${ids[0]}/discard`), 403, 'role_required');
  }
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
