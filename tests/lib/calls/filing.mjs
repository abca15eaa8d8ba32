// Filings, and what the rules say of them.
import assert from 'node:assert/strict';
import { ifMatch, is, isProblem, register } from '../client.mjs';
import {
  algorithmData, check, decide, draft, product, save, subjectData, submit, submittedAlgorithm,
} from '../way.mjs';
import { emergency, propose } from '../govern.mjs';
import { NOTHING } from './world.mjs';

// What the rules said goes beside a submit that they refuse.
const BESIDE = ['verdict', 'findings', 'deadlines', 'route', 'rule_set', 'facts_hash', 'engine'];

async function read(client, id) {
  const r = is(await client.get(`/filings/${id}`), 200);
  return { ...r.json, etag: r.headers.etag };
}

// A draft of a company of its own.
async function subject(w, change = (data) => data) {
  const client = await register(w.instance);
  const filing = await draft(client, 'subject', change(await subjectData(client)));
  return { client, filing, at: `/filings/${filing.id}` };
}

const atAddress = (address) => (data) => ({ ...data, basic: { ...data.basic, address } });

// A rule that fails at one address, in use for an hour.
async function useFailingRule(w) {
  const rule = `rule {
  id = 'probe.failing', title = '测试用规则', law = '审核实践', severity = 'error',
  kinds = { 'subject' }, reads = { 'filing.data.basic.address' },
  check = function(facts, say)
    local address = facts.filing.data.basic.address
    if address == '出错' then error('故意的') end
    if address == '指出' then say.at('/basic/address', '测试') end
  end,
}
`;
  const case_ = `case {
  name = '指出地址', form = 'subject', set = { ['/basic/address'] = '指出' },
  expect = { findings = { { rule = 'probe.failing' } } },
}
`;
  const files = { 'checks/zz_failing.lua': rule, 'cases/zz_failing.lua': case_ };
  is(await emergency(w.governors, await propose(w.governors, files)), 200);
}

// A save that lost against another one.
async function lostSave(client, filing) {
  await save(client, filing, { basic: { name: '先' } });
  const late = { data: { basic: { name: '后' } } };
  return client.put(`/filings/${filing.id}`, late, ifMatch(filing.etag));
}

export default {
  async listFilings(w) {
    is(await w.company.get('/filings?limit=1'), 200);
    isProblem(await w.company.get('/filings?cursor=.'), 400, 'cursor_invalid');
    isProblem(await w.company.get('/filings?state=drafft'), 400, 'parameter_invalid');
  },

  async getHome(w) {
    is(await w.company.get('/home'), 200);
    is(await (await register(w.instance)).get('/home'), 200);
  },

  async addFiling(w) {
    const client = await register(w.instance);
    const add = (kind, options) => client.post('/filings', { kind, action: 'initial' }, options);
    const once = { headers: { 'Idempotency-Key': 'einmal' } };
    const first = is(await add('subject', once), 201);
    assert.deepEqual(is(await add('subject', once), 201).json, first.json);
    assert.equal(is(await add('subject'), 200).json.id, first.json.id);
    await save(client, { id: first.json.id, etag: first.headers.etag }, {});
    isProblem(await add('subject'), 409, 'filing_exists');
    isProblem(await add('algorithm'), 409);
  },

  async getFiling(w) {
    const { client, at } = await subject(w);
    const { etag } = is(await client.get(at), 200).headers;
    is(await client.get(at, { headers: { 'If-None-Match': etag } }), 304);
    is(await w.by.final.get(`/filings/${w.published.id}`), 200);
    isProblem(await client.get(`/filings/${NOTHING}`), 404, 'not_found');
  },

  async saveFiling(w) {
    const { client, filing, at } = await subject(w);
    const wrong = await client.put(at, { data: { basic: { name: 7 } } }, ifMatch(filing.etag));
    isProblem(wrong, 422, 'shape_invalid');
    isProblem(await client.put(at, { data: {} }), 428, 'if_match_required');
    const lost = await lostSave(client, filing);
    const { etag, kept } = isProblem(lost, 412, 'stale');
    assert.equal(lost.headers.etag, etag);
    assert.ok(kept);
  },

  async deleteFiling(w) {
    const { client, filing, at } = await subject(w);
    isProblem(await client.del(at, ifMatch('"r999"')), 412, 'stale');
    is(await client.del(at, ifMatch(filing.etag)), 204);
    isProblem(await w.company.del(`/filings/${w.published.id}`), 409);
  },

  async getKeptSave(w) {
    const { client, filing, at } = await subject(w);
    const { kept } = isProblem(await lostSave(client, filing), 412);
    is(await client.get(`${at}/kept/${kept}`), 200);
    isProblem(await client.get(`${at}/kept/${NOTHING}`), 404, 'not_found');
  },

  async listKeptSaves(w) {
    const { client, filing, at } = await subject(w);
    isProblem(await lostSave(client, filing), 412);
    const { items } = is(await client.get(`${at}/kept`), 200).json;
    assert.equal(items.length, 1);
    isProblem(await client.get(`/filings/${NOTHING}/kept`), 404, 'not_found');
  },

  async deleteKeptSave(w) {
    const { client, filing, at } = await subject(w);
    const { kept } = isProblem(await lostSave(client, filing), 412);
    is(await client.del(`${at}/kept/${kept}`), 204);
    isProblem(await client.del(`${at}/kept/${kept}`), 404, 'not_found');
  },

  async checkFiling(w) {
    const { client, at } = await subject(w);
    is(await client.post(`${at}/check`), 200);
    is(await client.post(`${at}/check`, { data: { basic: { name: '某' } } }), 200);
    isProblem(await client.post(`${at}/check`, { data: { nothing: 1 } }), 422, 'shape_invalid');
    isProblem(await client.post(`/filings/${NOTHING}/check`), 404, 'not_found');
  },

  async submitFiling(w) {
    const { client, filing } = await subject(w);
    isProblem(await client.post(`/filings/${filing.id}/submit`, {}), 422);
    is(await submit(client, filing), 200);
    isProblem(await submit(client, filing), 409);
    const bad = await subject(w, (data) => ({ ...data, basic: { name: '某' } }));
    const refused = isProblem(await submit(bad.client, bad.filing), 422, 'not_acceptable');
    for (const name of BESIDE) assert.ok(refused[name], name);
  },

  async withdrawFiling(w) {
    const { client, filing, at } = await subject(w);
    is(await submit(client, filing), 200);
    is(await client.post(`${at}/withdraw`), 200);
    isProblem(await client.post(`${at}/withdraw`), 409);
  },

  async listHistory(w) {
    const reasons = [{ path: '/basic/name', reason: '理由', suggestion: '建议' }];
    const filing = await submittedAlgorithm(w.company);
    await decide(w.by.preliminary, filing.id, { outcome: 'return', reasons, note: '备注' });
    for (const client of [w.company, w.by.final])
      is(await client.get(`/filings/${filing.id}/history`), 200);
    isProblem(await w.company.get(`/filings/${NOTHING}/history`), 404, 'not_found');
  },

  async listDeadlines(w) {
    await submittedAlgorithm(w.company);
    const { items } = is(await w.company.get('/deadlines?limit=1'), 200).json;
    assert.equal(items[0].state, 'running');
    isProblem(await w.company.get('/deadlines?cursor=.'), 400, 'cursor_invalid');
    isProblem(await w.by.final.get('/deadlines'), 403, 'role_required');
  },

  async listVersions(w) {
    for (const client of [w.company, w.by.final])
      is(await client.get(`/filings/${w.published.id}/versions`), 200);
    isProblem(await w.company.get(`/filings/${NOTHING}/versions`), 404, 'not_found');
  },

  async getVersion(w) {
    for (const client of [w.company, w.by.final])
      is(await client.get(`/filings/${w.published.id}/versions/1`), 200);
    isProblem(await w.company.get(`/filings/${w.published.id}/versions/9`), 404, 'not_found');
  },

  async compareVersions(w) {
    const reasons = [{ path: '/basic/name', reason: '理由', suggestion: '建议' }];
    const { id } = await submittedAlgorithm(w.company);
    await decide(w.by.preliminary, id, { outcome: 'return', reasons, note: '备注' });
    const { data, etag } = await read(w.company, id);
    const basic = { ...data.basic, scenario: '换了说法' };
    await save(w.company, { id, etag }, { ...data, basic });
    is(await w.company.get(`/filings/${id}/diff?from=1&to=draft`), 200);
    is(await w.by.final.get(`/filings/${w.published.id}/diff?from=1&to=1`), 200);
    isProblem(await w.company.get(`/filings/${id}/diff?from=9`), 404, 'not_found');
    isProblem(await w.company.get(`/filings/${id}/diff?to=x`), 400, 'parameter_invalid');
    isProblem(await w.company.get(`/filings/${w.published.id}/diff`), 404, 'version_none');
  },

  async checkData(w) {
    const data = await subjectData(w.company);
    await useFailingRule(w);
    const verdict = async (body) => (await check(w.open, 'subject', body)).verdict;
    assert.equal(await verdict(data), 'acceptable');
    assert.equal(await verdict({}), 'not_acceptable');
    assert.equal(await verdict(atAddress('出错')(data)), 'needs_human');
    const unknown = { kind: 'subject', data: { nothing: {} } };
    isProblem(await w.open.post('/check', unknown), 422, 'shape_invalid');
    const own = { kind: 'subject', data, organization: 'own' };
    is(await w.company.post('/check', own), 200);
    isProblem(await w.open.post('/check', own), 401, 'login_required');
    isProblem(await w.by.final.post('/check', own), 403, 'role_required');
    const { client, filing } = await subject(w, atAddress('出错'));
    assert.equal(is(await submit(client, filing), 200).json.decision.verdict, 'needs_human');
  },

  async listDecisions(w) {
    is(await w.company.get(`/filings/${w.published.id}/decisions`), 200);
  },

  async exportDecision(w) {
    const data = await algorithmData(w.company, await product(w.company));
    const filing = await draft(w.company, 'algorithm', { ...data, basic: { name: '某' } });
    isProblem(await submit(w.company, filing), 422, 'not_acceptable');
    for (const id of [filing.id, w.published.id])
      is(await w.company.get(`/filings/${id}/decisions/1`), 200);
    isProblem(await w.company.get(`/filings/${filing.id}/decisions/9`), 404, 'not_found');
  },
};
