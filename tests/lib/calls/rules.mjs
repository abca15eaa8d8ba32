// The life of rule sets.
import assert from 'node:assert/strict';
import { withDaysOff } from '../calendar.mjs';
import { until } from '../instance.mjs';
import { ifMatch, is, isProblem, unique } from '../client.mjs';
import { activate, caseOf, emergency, passes, probe, propose, signed } from '../govern.mjs';
import { submittedAlgorithm } from '../way.mjs';

const word = () => `c${unique()}`;
const probed = (w) => propose(w.governors, probe(word()));

async function textOf(w, path) {
  const { hash } = is(await w.editor.get('/rule-sets/active'), 200).json;
  return is(await w.editor.get(`/rule-sets/${hash}/files?path=${path}`), 200).json.text;
}

const limitTo = (text, name, value) =>
  text.replace(new RegExp(`(name = '${name}'.*value = )\\w+`), `$1${value}`);

// A set under which the day on which a deadline ends is no day of work.
export async function otherDays(w) {
  const { decision } = await submittedAlgorithm(w.company);
  const { due_on } = decision.deadlines.find((d) => d.name === 'review');
  const name = `calendar/${due_on.slice(0, 4)}.lua`;
  const text = await textOf(w, name).catch(() => '');
  return propose(w.governors, { [name]: withDaysOff(text, due_on) });
}

// A set that judges every filing otherwise: other findings, other days, another way.
async function another(w) {
  const id = `probe.${word()}`;
  const rule = `rule {
  id = '${id}', title = '测试用规则', law = '审核实践', severity = 'error',
  kinds = { 'subject', 'algorithm' }, reads = { 'filing.id' },
  check = function(_, say) say.at('/basic/name', '总有意见') end,
}
`;
  const limits = limitTo(await textOf(w, 'limits.lua'), 'subject_review_days', 11);
  const routing = (await textOf(w, 'routing.lua')).replaceAll("class = ''", "class = '99'");
  return propose(w.governors, {
    'limits.lua': limits, 'routing.lua': routing,
    'checks/zz_another.lua': rule,
    'cases/zz_another.lua': caseOf(id).replace(", path = '/basic/address'", ''),
  });
}

// Asked for, and waited for until the clerk has had it made.
async function replayed(w, hash) {
  is(await w.editor.post(`/rule-sets/${hash}/replay`), 202);
  await until('the replay is done', async () =>
    is(await w.editor.get(`/rule-sets/${hash}/replay`), 200).json.state === 'done', { ms: 60000 });
}

// A local limit under which the base was changed.
async function conflicting(w) {
  const own = "limit { name = 'name_max', title = '名称', value = 120, law = '本系统参数' }\n";
  const base = await propose(w.governors, { 'local/limits.own.lua': own });
  const files = { 'limits.lua': limitTo(await textOf(w, 'limits.lua'), 'name_max', 90) };
  return { base, hash: await propose(w.governors, files, { base }) };
}

// → the id of unfinished texts
async function worked(w, id) {
  const body = { title: '未完', files: { 'a.lua': 'rule {' } };
  is(await w.editor.put(`/rule-work/${id}`, body, ifMatch('*')), 200);
  return id;
}

export default {
  async getActiveRuleSet(w) {
    for (const client of [w.open, w.editor]) is(await client.get('/rule-sets/active'), 200);
  },

  async listRuleSets(w) {
    is(await w.editor.get('/rule-sets?limit=1&taken_back=true'), 200);
  },

  async proposeRuleSet(w) {
    const files = probe(word());
    is(await w.editor.post('/rule-sets', { files }), 201);
    is(await w.editor.post('/rule-sets', { files }), 200);
    const broken = { 'checks/zz_broken.lua': 'rule {' };
    isProblem(await w.editor.post('/rule-sets', { files: broken }), 422, 'rule_set_invalid');
  },

  async rollBackRuleSet(w) {
    await activate(w.governors, await signed(w.governors, probe(word())));
    const roll = (reason) => w.approver.post('/rule-sets/rollback', { reason });
    isProblem(await roll(' '), 422, 'reason_missing');
    is(await roll('测试'), 200);
  },

  async getRuleSet(w) {
    const { base, hash } = await conflicting(w);
    const { conflicts } = is(await w.editor.get(`/rule-sets/${hash}`), 200).json;
    assert.equal(conflicts.length, 1);
    const { declared } = is(await w.editor.get(`/rule-sets/${hash}/declared`), 200).json;
    assert.ok(declared.some((x) => x.overrides?.value === 90 && x.value === 120));
    is(await w.editor.get(`/rule-sets/${base}`), 200);
    isProblem(await w.editor.get('/rule-sets/x'), 404, 'not_found');
  },

  async getRuleSetDeclared(w) {
    const { hash } = is(await w.editor.get('/rule-sets/active'), 200).json;
    is(await w.editor.get(`/rule-sets/${hash}/declared`), 200);
    isProblem(await w.editor.get('/rule-sets/x/declared'), 404, 'not_found');
  },

  async getRuleSetReport(w) {
    const hash = await probed(w);
    isProblem(await w.editor.get(`/rule-sets/${hash}/report`), 404, 'test_missing');
    await passes(w.governors, hash);
    is(await w.editor.get(`/rule-sets/${hash}/report`), 200);
  },

  async withdrawRuleSet(w) {
    const hash = await probed(w);
    is(await w.editor.del(`/rule-sets/${hash}`), 204);
    is(await w.editor.get(`/rule-sets/${hash}`), 200);
    isProblem(await w.editor.del(`/rule-sets/${hash}`), 409, 'taken_back');
    isProblem(await w.editor.del('/rule-sets/x'), 404, 'not_found');
  },

  async getRuleSetFile(w) {
    const name = word();
    const hash = await propose(w.governors, probe(name));
    const file = (path) => w.editor.get(`/rule-sets/${hash}/files?path=${path}`);
    is(await file(`checks/zz_${name}.lua`), 200);
    is(await file('limits.lua'), 200);
    isProblem(await file('nothing.lua'), 404, 'file_unknown');
    is(await w.editor.get(`/rule-sets/${hash}/files`), 200);
  },

  async tryRules(w) {
    const files = probe(word());
    is(await w.editor.post('/rule-sets/try', { files }), 200);
    is(await w.editor.post('/rule-sets/try', { files, cases: false }), 200);
    files['cases/zz_no.lua'] = caseOf('probe.no');
    files['checks/zz_no.lua'] = 'rule {';
    is(await w.editor.post('/rule-sets/try', { files }), 200);
    const base = '0'.repeat(64);
    isProblem(await w.editor.post('/rule-sets/try', { files, base }), 422, 'base_unknown');
  },

  async checkDataByRuleSet(w) {
    const name = word();
    const hash = await propose(w.governors, probe(name));
    const body = { kind: 'subject', data: { basic: { address: name } } };
    is(await w.editor.post(`/rule-sets/${hash}/check`, body), 200);
    isProblem(await w.editor.post('/rule-sets/x/check', body), 404, 'not_found');
  },

  async getFormOfRuleSet(w) {
    const { hash } = is(await w.editor.get('/rule-sets/active'), 200).json;
    is(await w.editor.get(`/rule-sets/${hash}/forms/algorithm`), 200);
    isProblem(await w.editor.get(`/rule-sets/${hash}/forms/x`), 404, 'form_unknown');
  },

  async listLimits(w) {
    const { hash } = is(await w.editor.get('/rule-sets/active'), 200).json;
    is(await w.editor.get(`/rule-sets/${hash}/limits`), 200);
    isProblem(await w.editor.get('/rule-sets/x/limits'), 404, 'not_found');
    is(await w.editor.post('/rule-sets/try', { limits: { name_max: 70 }, cases: false }), 200);
  },

  async listRuleWork(w) {
    await worked(w, word());
    is(await w.editor.get('/rule-work'), 200);
  },

  async getRuleWork(w) {
    const id = await worked(w, word());
    const { etag } = is(await w.editor.get(`/rule-work/${id}`), 200).headers;
    is(await w.editor.get(`/rule-work/${id}`, { headers: { 'If-None-Match': etag } }), 304);
    isProblem(await w.editor.get('/rule-work/nothing'), 404, 'not_found');
  },

  async saveRuleWork(w) {
    const id = await worked(w, word());
    const files = { 'a.lua': null };
    is(await w.editor.put(`/rule-work/${id}`, { files }, ifMatch('"r1"')), 200);
    const again = await w.editor.put(`/rule-work/${id}`, { files }, ifMatch('"r1"'));
    isProblem(again, 412, 'stale');
  },

  async deleteRuleWork(w) {
    const id = await worked(w, word());
    is(await w.editor.del(`/rule-work/${id}`), 204);
    isProblem(await w.editor.del(`/rule-work/${id}`), 404, 'not_found');
  },

  async diffRuleSet(w) {
    const hash = await probed(w);
    is(await w.editor.get(`/rule-sets/${hash}/diff`), 200);
    const other = { 'limits.lua': limitTo(await textOf(w, 'limits.lua'), 'review_days', 33) };
    is(await w.editor.get(`/rule-sets/${await propose(w.governors, other)}/diff`), 200);
  },

  async testRuleSet(w) {
    await passes(w.governors, await probed(w));
    const name = word();
    const files = probe(name);
    files[`cases/zz_${name}.lua`] += caseOf(`probe.${name}`, '别处', '不会给出意见');
    const hash = await propose(w.governors, files);
    const { is_passed, report } = is(await w.editor.post(`/rule-sets/${hash}/test`), 200).json;
    assert.deepEqual([is_passed, report.failed], [false, 1]);
    is(await w.editor.get(`/rule-sets/${hash}`), 200);
    isProblem(await w.editor.post('/rule-sets/x/test'), 404, 'not_found');
  },

  async approveRuleSet(w) {
    const hash = await signed(w.governors, probe(word()));
    is(await w.editor.get(`/rule-sets/${hash}`), 200);
    const untested = await probed(w);
    const sign = { report_hash: '0'.repeat(64) };
    isProblem(await w.approver.post(`/rule-sets/${untested}/approve`, sign), 409, 'test_missing');
  },

  async activateRuleSet(w) {
    const hash = await signed(w.governors, probe(word()));
    await activate(w.governors, hash);
    isProblem(await w.approver.post(`/rule-sets/${hash}/activate`), 409, 'already_active');
    is(await emergency(w.governors, await probed(w)), 200);
    isProblem(await emergency(w.governors, await probed(w), { ends_at: 'x' }), 422);
    is(await w.editor.get('/rule-sets/active'), 200);
  },

  async replayRuleSet(w) {
    await replayed(w, await probed(w));
    isProblem(await w.editor.post('/rule-sets/x/replay'), 404, 'not_found');
  },

  async getReplay(w) {
    const hash = await another(w);
    isProblem(await w.editor.get(`/rule-sets/${hash}/replay`), 404, 'replay_missing');
    await replayed(w, hash);
    const { report } = is(await w.editor.get(`/rule-sets/${hash}/replay`), 200).json;
    for (const kind of ['accept_to_refuse', 'findings_changed', 'deadline_moved', 'route_moved'])
      assert.ok(report.counts[kind] > 0, kind);
  },

  async listReplayHits(w) {
    const hash = await another(w);
    await replayed(w, hash);
    const { items } = is(await w.editor.get(`/rule-sets/${hash}/replay/hits?limit=100`), 200).json;
    assert.ok(items.length > 0);
    const wrong = await w.editor.get(`/rule-sets/${hash}/replay/hits?kind=x`);
    isProblem(wrong, 400, 'parameter_invalid');
  },

  async getReplayPage(w) {
    const hash = await probed(w);
    await replayed(w, hash);
    const page = `/rule-sets/${hash}/replay/page`;
    const { etag } = is(await w.editor.get(page), 200).headers;
    is(await w.editor.get(page, { headers: { 'If-None-Match': etag } }), 304);
  },
};
