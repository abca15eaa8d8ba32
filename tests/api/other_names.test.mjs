// The names of a workflow are the rules' own. With every kind of them another, states, stages,
// events, actions, roles, clocks and the series, a filing goes the same way to the register.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Instance, filesBelow, root } from '../lib/instance.mjs';
import { Client, is, makeStaff, register, staff } from '../lib/client.mjs';
import { algorithmData, draft, product, subjectData, submit, taskOf } from '../lib/way.mjs';

const OTHER = {
  draft: 'drafting', submitted: 'lodged', preliminary_review: 'reading', final_review: 'rereading',
  returned: 'sent_back', withdrawn: 'taken_back', approved: 'listed', refused: 'declined',
  revoked: 'cancelled', deregistered: 'closed', preliminary: 'first', final: 'second',
  save: 'keep', submit: 'lodge', withdraw: 'take_back', claim: 'take', release: 'hand_back',
  pass: 'agree', return: 'send_back', refuse: 'decline', revoke: 'cancel', deregister: 'close',
  initial: 'fresh', preliminary_reviewer: 'first_reader', final_reviewer: 'second_reader',
  review: 'reading_time', completed: 'finished', lapsed: 'fallen_away', lapse: 'fall_away',
};

// What the core means by a word it reads (a verb, a standing, …) is not the name of a thing.
const OWN = /\b(verb|standing|verdict) = '\w+'/g;
// Of the words of a state by action, the actions are keys.
const keyed = (text) => text.replace(/\blabels = \{[^}]*\}/g, (all) =>
  all.replace(/\b([a-z_]+) =/g, (key, name) => (OTHER[name] ? `${OTHER[name]} =` : key)));
const named = (text) => keyed(text).replace(/'([a-z_]+)'/g, (all, name) =>
  (OTHER[name] ? `'${OTHER[name]}'` : all));

function renamed(text) {
  const kept = [];
  const hidden = text.replace(OWN, (all) => `\0${kept.push(all) - 1}\0`);
  return named(hidden).replace(/\0(\d+)\0/g, (_, i) => kept[i]);
}

async function rulesOfOtherNames(folder) {
  await cp(join(root, 'rules'), folder, { recursive: true });
  await rm(join(folder, 'examples'), { recursive: true });
  for (const file of await filesBelow(folder)) {
    const isWorkflow =
      /^(workflow|deadlines|notices|people|supervision|letters\/letters)\.lua$/.test(file) ||
      /^(cases|questionnaires)\//.test(file);
    const path = join(folder, file);
    const text = await readFile(path, 'utf8');
    // of a form only the actions that its sections are for, of a check those that it asks about
    const actions = (all) => all.replace(/\bactions = \{[^}]*\}/g, named)
      .replace(/\bfiling\.action == '[a-z_]+'/g, (x) => named(x))
      .replaceAll('{{deadline.review.', `{{deadline.${OTHER.review}.`);
    await writeFile(path, isWorkflow ? renamed(text) : actions(text));
  }
}

const read = async (client, path) => is(await client.get(path), 200).json;

async function decided(reviewer, id, outcome, reasons = []) {
  const task = await taskOf(reviewer, id);
  is(await reviewer.post(`/review/tasks/${task.id}/claim`), 200);
  is(await reviewer.post(`/review/tasks/${task.id}/decision`, { outcome, reasons }), 200);
  return task;
}

test('under a workflow of other names a filing is returned, passed and numbered', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'suanbei-names-'));
  await rulesOfOtherNames(folder);
  const instance = await Instance.start({ env: { RULES: folder } });
  try {
    const [admin, open] = [await staff(instance, 'system_admin'), new Client(instance)];
    const first = await makeStaff(admin, { roles: ['first_reader'] });
    const second = await makeStaff(admin, { roles: ['second_reader'] });
    const company = await register(instance);

    const subject = await draft(company, 'subject', await subjectData(company), 'fresh');
    assert.equal(subject.state, 'drafting');
    assert.equal(is(await submit(company, subject), 200).json.state, 'lodged');
    const task = await decided(first, subject.id, 'agree');
    assert.equal(task.stage, 'first');
    assert.match(task.due_on, /^\d{4}-\d\d-\d\d$/);
    assert.equal((await read(company, `/filings/${subject.id}`)).state, 'listed');

    const data = await algorithmData(company, await product(company));
    const { id } = await draft(company, 'algorithm', data, 'fresh');
    is(await submit(company, { id }), 200);
    is(await company.post(`/filings/${id}/withdraw`, {}), 200);
    assert.equal((await read(company, `/filings/${id}`)).state, 'taken_back');
    is(await submit(company, { id }), 200);
    await decided(first, id, 'send_back', [{ path: '', reason: '一', suggestion: '二' }]);
    const back = await read(company, `/filings/${id}`);
    assert.equal(back.state, 'sent_back');
    assert.equal(back.deadlines.find((d) => d.name === 'reading_time').state, 'paused');
    is(await submit(company, { id }), 200);
    await decided(first, id, 'agree');
    const last = await decided(second, id, 'agree');
    assert.match(last.due_on, /^\d{4}-\d\d-\d\d$/);
    const done = await read(company, `/filings/${id}`);
    assert.equal(done.state, 'listed');
    assert.match(done.number, /^网信算备\d{21}号$/);
    const entry = await read(open, `/register/${encodeURIComponent(done.number)}`);
    assert.equal(entry.status, 'filed');
    const listed = await read(company, '/filings?state=listed&kind=algorithm');
    assert.deepEqual(listed.items.map((f) => f.id), [id]);
    const steps = (await read(company, `/filings/${id}/history`)).items.map((e) => e.what);
    assert.ok(steps.includes('send_back') && steps.includes('agree'), steps.join());
  } finally {
    await instance.end();
    await rm(folder, { recursive: true, force: true });
  }
});
