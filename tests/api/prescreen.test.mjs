// "Must I file, as what, when": asked of whoever comes, and what is answered begins a draft.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { Client, is, isProblem } from '../lib/client.mjs';
import { approvedCompany, draft, reviewers } from '../lib/way.mjs';

let instance, open;
before(async () => {
  instance = await Instance.start();
  open = new Client(instance);
});
after(() => instance?.end());

const ask = (answers) => open.post('/questionnaires/prescreen', { answers });
const answered = async (answers) => is(await ask(answers), 200).json;
const all = {
  technique: ['generation_synthesis'], is_domestic: true, opinion: ['none'], is_mobilizing: true,
  face: 'others', is_large_model: true, is_online: true, online_on: '2026-11-24',
};

test('a stranger is asked question by question and told what to file, by what law, until when',
  async () => {
    const given = {};
    for (;;) {
      const { next, outcome } = await answered(given);
      if (next === null) {
        assert.equal(outcome.code, 'supporter');
        assert.equal(outcome.law, '深度合成管理规定 19');
        assert.deepEqual([outcome.kind, outcome.action], ['algorithm', 'initial']);
        assert.match(outcome.more, /2026-12-08/);
        assert.match(outcome.more, /大模型备案或登记/);
        assert.match(outcome.more, /不是法律意见/);
        break;
      }
      assert.ok(next in all && !(next in given), next);
      given[next] = all[next];
    }
  });

test('what was answered begins the draft of the kind that it names', async () => {
  const company = await approvedCompany(instance, await reviewers(instance));
  const { kind, action, data } = (await answered(all)).outcome;
  const filing = await draft(company, kind, data, action);
  const kept = is(await company.get(`/filings/${filing.id}`), 200).json;
  assert.deepEqual(kept.data.basic, {
    class: 'generation_synthesis', role: 'supporter', filing_type: 'unfiled',
    online_status: 'online', online_on: '2026-11-24',
  });
});

test('nothing is begun where nothing need be filed, and a wrong day is told', async () => {
  const { outcome } = await answered({ ...all, is_domestic: false });
  assert.equal(outcome.code, 'out_of_scope');
  assert.ok(!('kind' in outcome) && !('data' in outcome));
  isProblem(await ask({ ...all, online_on: '2026-02-30' }), 422, 'answer_invalid');
});
