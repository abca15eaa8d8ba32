// The examples of rules/examples are what they say: each loads over the shipped rules, its cases
// pass, and a filing walks through it over the API, from its draft to the register.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Instance, filesBelow, program, root } from '../lib/instance.mjs';
import { Client, is, isProblem, makeStaff, register, staff } from '../lib/client.mjs';
import { fillFromForms, withValue } from '../lib/forms.mjs';
import {
  algorithmData, approvedCompany, context, decide, draft, form, product, publishedAlgorithm,
  reviewers, save, submit, taskOf,
} from '../lib/way.mjs';

const folder = join(root, 'rules', 'examples');
const names = readdirSync(folder, { withFileTypes: true }).filter((e) => e.isDirectory());

for (const { name } of names) {
  test(`${name} loads over the shipped rules, and its cases pass`, () => {
    const args = ['rules', 'test', '--local', join(folder, name), 'rules'];
    const said = execFileSync(program, args, { cwd: root, encoding: 'utf8' });
    assert.match(said, /\n[0-9a-f]{64}\n$/);
    assert.doesNotMatch(said, /^not ok/m);
  });
}

test('the examples are no part of the set beside which they stand', async () => {
  const ask = (path) => execFileSync(program, ['rules', 'handbook', path],
    { cwd: root, encoding: 'utf8' });
  assert.doesNotMatch(ask('rules'), /大模型安全评估|技术审核/);
});

test('what is not verified in an example says that it is a parameter', async () => {
  for (const { name } of names) {
    for (const file of await filesBelow(join(folder, name))) {
      const text = readFileSync(join(folder, name, file), 'utf8');
      const isCase = file.startsWith('cases/');
      assert.ok(isCase || /未经核实|未见官方|本系统参数|暂行办法 17/.test(text), `${name}/${file}`);
    }
  }
});

async function withExample(name, run) {
  const instance = await Instance.start({ env: { RULES_LOCAL: join(folder, name) } });
  try {
    const admin = await staff(instance, 'system_admin');
    const person = (role) => makeStaff(admin, { roles: [role] });
    await run({ instance, admin, person, by: await reviewers(instance) });
  } finally {
    await instance.end();
  }
}

const get = async (client, path) => is(await client.get(path), 200).json;
const stateOf = async (client, { id }) => (await get(client, `/filings/${id}`)).state;

const mayNotWork = async (who, task) =>
  isProblem(await who.post(`/review/tasks/${task.id}/claim`), [403, 404]);

// ---- large_model: a kind of its own -------------------------------------------------------------

async function largeModel(filer, changes = {}) {
  let data = await fillFromForms(await form(filer, 'large_model'), context(filer));
  for (const [at, value] of Object.entries(changes)) data = withValue(data, at, value);
  return save(filer, await draft(filer, 'large_model'), data);
}

test('a large model is filed, assessed, rechecked, numbered and published', async () => {
  await withExample('large_model', async ({ instance, by, person }) => {
    const stranger = await register(instance);
    isProblem(await stranger.post('/filings', { kind: 'large_model', action: 'initial' }), 409,
      'subject_not_approved');

    const [assessor, checker] = [await person('safety_assessor'),
      await person('large_model_reviewer')];
    const filer = await approvedCompany(instance, by);
    const filing = await largeModel(filer);
    assert.equal(filing.state, 'draft');
    const checked = is(await filer.post(`/filings/${filing.id}/check`), 200).json;
    assert.equal(checked.verdict, 'acceptable', JSON.stringify(checked.findings));
    assert.equal(is(await submit(filer, filing), 200).json.state, 'awaiting_assessment');

    // Nobody of the other life has anything to do with it.
    const task = await taskOf(assessor, filing.id);
    for (const other of [by.preliminary, by.final, checker]) await mayNotWork(other, task);
    assert.equal(task.stage, 'safety_assessment');
    assert.match(task.due_on, /^\d{4}-\d\d-\d\d$/);
    await decide(assessor, filing.id);
    assert.equal(await stateOf(filer, filing), 'rechecking');
    const next = await taskOf(checker, filing.id);
    assert.equal(next.stage, 'recheck');
    assert.ok(next.due_on < task.due_on, 'a clock of its own, from its stage on');

    await decide(checker, filing.id);
    const done = await get(filer, `/filings/${filing.id}`);
    assert.equal(done.state, 'approved');
    assert.match(done.number, /^示例大模型\d{15}001号$/);
    const open = new Client(instance);
    for (const text of [done.number, done.number.replace(/\D/g, '')]) {
      const entry = await get(open, `/register/${encodeURIComponent(text)}`);
      assert.equal(entry.number, done.number);
      assert.equal(entry.algorithm_name, '示例大模型');
      assert.equal(entry.algorithm_type_label, '大模型（文本）');
      assert.deepEqual(entry.disclosure, { purpose: '为公众提供文本问答服务。' });
    }
    const found = await get(open, '/register?algorithm_type=model_text');
    assert.deepEqual(found.items.map((e) => e.number), [done.number]);

    // The two series count apart.
    const other = await publishedAlgorithm(instance, filer, by);
    assert.match(other.number, /^网信算备\d{21}号$/);
    assert.equal(other.number.slice(-5, -2), '001');
    const second = await largeModel(filer, { '/basic/class': 'model_image' });
    is(await submit(filer, second), 200);
    await decide(assessor, second.id);
    await decide(checker, second.id);
    assert.match((await get(filer, `/filings/${second.id}`)).number, /002号$/);
  });
});

test('one person may not pass both stages of a large model', async () => {
  await withExample('large_model', async ({ instance, admin, by }) => {
    const both = await makeStaff(admin, { roles: ['safety_assessor', 'large_model_reviewer'] });
    const filer = await approvedCompany(instance, by);
    const filing = await largeModel(filer);
    is(await submit(filer, filing), 200);
    await decide(both, filing.id);
    const task = await taskOf(both, filing.id);
    if (task) isProblem(await both.post(`/review/tasks/${task.id}/claim`), [403, 409]);
    assert.equal(await stateOf(filer, filing), 'rechecking');
  });
});

test('a large model is returned, refused, struck, in words of its own', async () => {
  await withExample('large_model', async ({ instance, by, person }) => {
    const [assessor, checker] = [await person('safety_assessor'),
      await person('large_model_reviewer')];
    const filer = await approvedCompany(instance, by);
    const filing = await largeModel(filer);
    is(await submit(filer, filing), 200);
    const reasons = [{ path: '/assessment/report', reason: '报告没有盖章', suggestion: '请盖章后重新扫描' }];
    await decide(assessor, filing.id, { outcome: 'return', reasons });
    assert.equal(await stateOf(filer, filing), 'returned');
    assert.equal(is(await submit(filer, filing), 200).json.state, 'awaiting_assessment');
    is(await filer.post(`/filings/${filing.id}/withdraw`, {}), 200);
    is(await submit(filer, filing), 200);
    await decide(assessor, filing.id);
    await decide(checker, filing.id, { outcome: 'refuse', reasons });
    assert.equal(await stateOf(filer, filing), 'refused');

    const spec = await get(new Client(instance), '/openapi.json');
    const handbook = is(await new Client(instance).get('/rule-sets/active/handbook'), 200).text;
    for (const text of [JSON.stringify(spec), handbook]) assert.match(text, /large_model|大模型备案/);
    for (const words of ['安全评估', '大模型备案编号', '大模型复核人员', 'publication.large_model.lua'])
      assert.ok(handbook.includes(words), words);
  });
});

// ---- third_stage: one more reviewer for one class -----------------------------------------------

test('generation is reviewed by a third person in between, other classes are not', async () => {
  await withExample('third_stage', async ({ instance, by, person }) => {
    const technical = await person('technical_reviewer');
    const filer = await approvedCompany(instance, by);
    const data = await algorithmData(filer, await product(filer));
    assert.equal(data.basic.class, 'generation_synthesis');

    const filing = await draft(filer, 'algorithm', data);
    is(await submit(filer, filing), 200);
    const first = await taskOf(by.preliminary, filing.id);
    await decide(by.preliminary, filing.id);
    assert.equal(await stateOf(filer, filing), 'technical_review');
    const task = await taskOf(technical, filing.id);
    await mayNotWork(by.final, task);
    assert.equal(task.stage, 'technical');
    assert.ok(task.due_on < first.due_on, 'due by a clock of its own');
    await decide(technical, filing.id);
    assert.equal(await stateOf(filer, filing), 'final_review');
    await decide(by.final, filing.id);
    const done = await get(filer, `/filings/${filing.id}`);
    assert.equal(done.state, 'approved');
    assert.match(done.number, /^网信算备\d{21}号$/);

    const pushed = { ...data, basic: { ...data.basic, class: 'personalized_push' } };
    const other = await draft(filer, 'algorithm', pushed);
    is(await submit(filer, other), 200);
    await decide(by.preliminary, other.id);
    assert.equal(await stateOf(filer, other), 'final_review');
    await mayNotWork(technical, await taskOf(by.final, other.id));
    await decide(by.final, other.id);
    assert.equal(await stateOf(filer, other), 'approved');
  });
});
