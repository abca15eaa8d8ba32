// "Must I file, as what, when": asked of whoever comes, and what is answered begins a draft.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { Client, is, isProblem, register } from '../lib/client.mjs';
import { approvedCompany, decide, draft, reviewers, subjectData, submit } from '../lib/way.mjs';

let instance, open;
before(async () => {
  instance = await Instance.start();
  open = new Client(instance);
});
after(() => instance?.end());

const ask = (answers) => open.post('/questionnaires/prescreen', { answers });
const answered = async (answers) => is(await ask(answers), 200).json;
const pageOf = (query = '') => open.get(`/pages/questionnaires/prescreen${query}`);
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

test('whose subject is not approved begins with the subject, and files what was answered after it',
  async () => {
    const newcomer = await register(instance);
    const { kind, action, data } = (await answered(all)).outcome;
    const begin = () => newcomer.post('/filings', { kind, action });
    const refused = isProblem(await begin(), 409, 'subject_not_approved');
    assert.match(refused.detail, /主体/, 'told what comes first');
    assert.equal(is(await newcomer.get('/session'), 200).json.subject.standing, 'none');

    const subject = await draft(newcomer, 'subject', await subjectData(newcomer));
    isProblem(await begin(), 409, 'subject_not_approved');
    is(await submit(newcomer, subject), 200);
    isProblem(await begin(), 409, 'subject_not_approved');
    assert.deepEqual(is(await newcomer.get('/filings?kind=algorithm'), 200).json.items, [],
      'nothing is left of what was refused');

    await decide((await reviewers(instance)).preliminary, subject.id);
    const filing = await draft(newcomer, kind, data, action);
    assert.deepEqual(is(await newcomer.get(`/filings/${filing.id}`), 200).json.data, data);
  });

test('nothing is begun where nothing need be filed, and a wrong day is told', async () => {
  const { outcome } = await answered({ ...all, is_domestic: false });
  assert.equal(outcome.code, 'out_of_scope');
  assert.ok(!('kind' in outcome) && !('data' in outcome));
  isProblem(await ask({ ...all, online_on: '2026-02-30' }), 422, 'answer_invalid');
});

test('"none of these" beside another is asked again, by interface and page', async () => {
  for (const id of ['technique', 'opinion']) {
    const answers = { ...all, [id]: ['none', id === 'opinion' ? 'chat' : 'personalized_push'] };
    const problem = isProblem(await ask(answers), 422, 'answer_invalid');
    assert.equal(problem.where, `/answers/${id}`);
    assert.match(problem.detail, /请只留“都没有/);
    const { text } = await pageOf(queryOf(answers));
    assert.match(text, /role="alert">[^<]*请只留“都没有/);
    assert.ok(!text.includes('id="verdict"'), 'no verdict is drawn from it');
  }
});

// ---- the page, which needs no script ------------------------------------------------------------

// What a browser without scripts sends: the name and value of each control that is chosen.
const queryOf = (answers) => `?${new URLSearchParams(Object.entries(answers)
  .flatMap(([id, v]) => [v].flat().map((one) => [id, String(one)])))}`;
const shown = (text) => [...new Set([...text.matchAll(/ name="([a-z]\w*)"/g)].map((m) => m[1]))];

test('the page asks one question after the other and says the verdict, by what law, until when',
  async () => {
    const given = {};
    let text = is(await pageOf(), 200).text;
    for (let n = 0; !text.includes('id="verdict"'); n++) {
      assert.ok(n <= Object.keys(all).length, 'the questions end');
      const next = shown(text).find((id) => !(id in given));
      given[next] = all[next];
      const r = is(await pageOf(queryOf(given)), 200);
      assert.equal(r.headers['cache-control'], 'no-store', 'what was answered is kept nowhere');
      ({ text } = r);
    }
    assert.match(text, /应以服务技术支持者的身份备案/);
    assert.match(text, /《互联网信息服务深度合成管理规定》第十九条/);
    assert.match(text, /2026-12-08/);
    const [, href] = text.match(/href="(\/filings\/start\/[^"]*)"/);
    const carried = new URLSearchParams(href.replaceAll('&amp;', '&').split('?')[1]);
    assert.deepEqual(Object.fromEntries(carried),
      Object.fromEntries(Object.entries(all).map(([id, v]) => [id, String(v)])));
  });

test('whatever is answered to any question, there is another one or a verdict', async () => {
  const { questions } = is(await open.get('/questionnaires/prescreen'), 200).json;
  const valuesOf = (q) => ({ boolean: [true, false], date: ['2026-11-24', '2019-01-01'] })[q.type]
    ?? q.options.map((o) => o.code);
  for (const q of questions) {
    for (const value of valuesOf(q)) {
      const { text } = is(await pageOf(queryOf({ ...all, [q.id]: value })), 200);
      assert.match(text, /id="now"/, `${q.id}=${value}`);
      assert.ok(text.includes('id="verdict"') || text.includes('name=".shown"'), q.id);
    }
  }
});

test('a question that was passed over is named, and the answers before it stay', async () => {
  const { text } = is(await pageOf('?technique=ranking_selection&.shown=is_domestic'), 200);
  assert.match(text, /请回答这一问/);
  assert.match(text, /value="ranking_selection" checked/);
  assert.doesNotMatch(is(await pageOf('?technique=ranking_selection'), 200).text, /请回答这一问/);
});

test('a code or a day that is none is told at its question, and it alone is cleared', async () => {
  for (const [wrong, said] of [
    [{ technique: 'elsewhere' }, '所列选项的代码'], [{ face: 'nobody' }, '所列选项之一'],
    [{ is_online: 'perhaps' }, 'true 或 false'], [{ online_on: '2026-02-30' }, '存在的日期'],
  ]) {
    const { text } = is(await pageOf(queryOf({ ...all, ...wrong })), 422);
    assert.ok(text.includes(said), `${JSON.stringify(wrong)} is told`);
    assert.ok(!text.includes('id="verdict"'), 'nothing is concluded');
    if (!wrong.technique) assert.match(text, /value="generation_synthesis" checked/);
  }
  assert.match(is(await pageOf('?online_on=x&technique=none'), 422).text, /存在的日期/,
    'also of a question that is not asked so far');
  is(await pageOf('?technique=x&face=y&opinion=z&online_on=w'), 422);
});

test('what somebody wrote into the address is only text, and what is not ours is passed over',
  async () => {
    const markup = encodeURIComponent('"><script>alert(1)</script>');
    for (const [query, status] of [
      [`technique=${markup}`, 422], [`online_on=${markup}`, 422], [`.shown=${markup}`, 200],
      [`utm_source=${markup}`, 200], ['technique=%ff', 200], [`technique=${'x'.repeat(3000)}`, 422],
    ]) {
      const { text } = is(await pageOf(`?${query}`), status);
      assert.ok(!text.includes('<script>alert'), query);
    }
    const { text } = is(await open.get('/pages/questionnaires/nothing'), 404);
    assert.match(text, /没有问卷/);
  });

test('the way to it stands on the first page and on the one that says who must file', async () => {
  for (const page of ['/pages/home', '/pages/help'])
    assert.match(is(await open.get(page), 200).text, /href="\/questionnaires\/prescreen"/);
});
