// Whoever has not logged in may have his filing checked, and takes the service from nobody.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Instance, commandOf, descendants } from '../lib/instance.mjs';
import { isProblem } from '../lib/client.mjs';
import { request } from '../lib/http.mjs';
import { approvedCompany, reviewers } from '../lib/way.mjs';
import { strangersBodies } from '../lib/strangers.mjs';

let instance, company, usual, bodies;
before(async () => {
  instance = await Instance.start({ env: { WORKERS: '4' } });
  company = await approvedCompany(instance, await reviewers(instance));
  ({ usual, bodies } = await strangersBodies(company));
});
after(() => instance?.end());

function check(body, token) {
  const headers = { 'Content-Type': 'application/json' };
  if (token) headers.Authorization = `Bearer ${token}`;
  return request(instance.url, 'POST', '/api/v1/check', { body, headers });
}

// Processor time of the pool and its judges, in milliseconds: what waits costs nothing.
function computed() {
  const pool = descendants(instance.child.pid).filter((pid) => !/^nginx/.test(commandOf(pid)));
  const times = pool.map((pid) => {
    try {
      return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
    } catch {
      return 0;
    }
  });
  return times.reduce((a, b) => a + b, 0);
}

async function cost(body) {
  const runs = [];
  for (let n = 0; n < 3; n++) {
    const from = computed();
    await check(body);
    runs.push(computed() - from);
  }
  return Math.min(...runs);
}

test('no answer to a stranger is over 256 KB, and the rest is counted', async () => {
  for (const [what, body] of Object.entries(bodies)) {
    const r = await check(body);
    assert.ok([200, 422].includes(r.status), `${what}: ${r.status} ${r.text.slice(0, 300)}`);
    assert.ok(r.buffer.length <= 256 * 1024, `${what}: ${r.buffer.length} bytes`);
  }
  const { json } = await check(bodies['unknown fields']);
  const last = json.findings.at(-1);
  assert.deepEqual([last.rule, last.severity, last.path], ['findings.more', 'notice', '']);
  assert.equal(last.message, `意见共 30000 条，只列出 ${json.findings.length - 1} 条`);
  assert.match(json.detail, /共 30000 处/);
});

test('the worst that a stranger sends costs as much as some dozens of usual checks', async () => {
  await check(usual);
  const one = await cost(usual);
  for (const [what, body] of Object.entries(bodies)) {
    const dear = await cost(body);
    assert.ok(dear <= 70 * one, `${what}: ${dear.toFixed(1)} ms, a usual one ${one.toFixed(1)} ms`);
  }
});

test('a stranger sends half a megabyte, and who has logged in a whole one', async () => {
  const large = JSON.stringify({
    kind: 'algorithm', action: 'initial', data: { basic: { name: 'x'.repeat(600000) } } });
  isProblem(await check(large), 413, 'body_too_large');
  assert.equal((await check(large, company.token)).status, 200);
});

test('strangers with much to look at take turns; others do not wait for them', async () => {
  const dear = bodies['a large product'];
  const crowd = Array.from({ length: 16 }, () => check(dear));
  const small = Array.from({ length: 8 }, () => check(usual));
  const ours = Array.from({ length: 4 }, () => check(dear, company.token));
  const refused = (await Promise.all(crowd)).filter((r) => r.status !== 200);
  assert.ok(refused.length > 0, 'all sixteen at once');
  for (const r of refused) {
    isProblem(r, 503, 'guests_many');
    assert.equal(r.headers['retry-after'], '1');
  }
  for (const r of await Promise.all([...small, ...ours])) assert.equal(r.status, 200, r.text);
  assert.equal((await check(dear)).status, 200, 'when the others are done');
});
