// A calendar that is decreed moves the deadlines that run. It is told before which, and their tasks
// move with them.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Instance, program, root, until } from '../lib/instance.mjs';
import { dayOf, withDaysOff } from '../lib/calendar.mjs';
import { Client, is, isProblem, staff } from '../lib/client.mjs';
import {
  approvedCompany, decide, reviewers, submit, submittedAlgorithm, taskOf,
} from '../lib/way.mjs';

let instance, open, by, company, editor, filings, returned;
let due, wasProvisional, name, calendar, candidate;
before(async () => {
  instance = await Instance.start({ rules: 'own' });
  open = new Client(instance);
  by = await reviewers(instance);
  editor = await staff(instance, 'rule_editor');
  company = await approvedCompany(instance, by);
  filings = [await submittedAlgorithm(company), await submittedAlgorithm(company)];
  const task = await taskOf(by.preliminary, filings[0].id);
  due = task.due_on;
  wasProvisional = task.provisional;
  name = `calendar/${due.slice(0, 4)}.lua`;
  calendar = withDaysOff(await readFile(join(instance.rules, name), 'utf8').catch(() => ''), due);
  const body = { files: { [name]: calendar }, note: '导入全年安排' };
  candidate = is(await editor.post('/rule-sets', body), [200, 201]).json.hash;
});
after(() => instance?.end());

const moves = async (client, hash, query = '') =>
  is(await client.get(`/rule-sets/${hash}/deadlines${query}`), 200).json;
const active = async () => is(await open.get('/rule-sets/active'), 200).json.hash;
const review = (filing) => filing.decision.deadlines.find((d) => d.name === 'review');

test('the open deadlines that a set would move are listed with old and new day', async () => {
  assert.deepEqual((await moves(editor, await active())).items, [], 'the active set moves none');
  const { items, next } = await moves(editor, candidate);
  assert.equal(next, null);
  assert.deepEqual(items.map((x) => x.filing).sort(), filings.map((x) => x.id).sort());
  for (const x of items) {
    const wanted = ['review', review(filings[0]).from, 30, due, wasProvisional];
    assert.deepEqual([x.name, x.from, x.days, x.due_on, x.provisional], wanted);
    assert.ok(x.new_due_on > due, `${x.new_due_on} after ${due}`);
    assert.ok(x.title && x.organization);
    assert.deepEqual([x.waited, x.credited, x.new_waited, x.new_credited], [0, 0, 0, 0]);
  }
  const first = await moves(editor, candidate, '?limit=1');
  const second = await moves(editor, candidate, `?limit=1&cursor=${first.next}`);
  assert.deepEqual([...first.items, ...second.items], items);
  assert.equal(second.next, null);
  isProblem(await editor.get(`/rule-sets/${candidate}/deadlines?cursor=x`), 400, 'cursor_invalid');
  isProblem(await editor.get(`/rule-sets/${'0'.repeat(64)}/deadlines`), 404, 'not_found');
  assert.equal((await taskOf(by.preliminary, filings[0].id)).due_on, due, 'nothing has moved yet');
});

test('only those who govern sets have days counted one by one with another set', async () => {
  const at = `/calendar/deadline?from=${review(filings[0]).from}&days=30`;
  const [{ new_due_on }] = (await moves(editor, candidate)).items;
  const counted = is(await editor.get(`${at}&rule_set=${candidate}`), 200).json;
  assert.equal(counted.due_on, new_due_on);
  assert.equal(counted.counted.length, 30);
  assert.ok(!counted.counted.includes(due));
  assert.equal(is(await editor.get(at), 200).json.due_on, due);
  assert.equal(is(await open.get(`${at}&rule_set=${await active()}`), 200).json.due_on, due);
  isProblem(await open.get(`${at}&rule_set=${candidate}`), 401, 'login_required');
  isProblem(await company.get(`${at}&rule_set=${candidate}`), 403, 'role_required');
  isProblem(await editor.get(`${at}&rule_set=nothing`), 404, 'not_found');
});

test('the command line lists the same from a folder', async () => {
  const run = (at, ...args) => promisify(execFile)(program, ['rules', 'deadlines', ...args, at]);
  const folder = join(instance.folder, 'candidate');
  const nowhere = join(instance.folder, 'nowhere');
  await cp(join(root, 'rules'), folder, { recursive: true });
  assert.match((await run(folder, '--state', instance.var)).stdout, /都不变/);
  await writeFile(join(folder, name), calendar);
  const { stdout } = await run(folder, '--state', instance.var);
  for (const x of (await moves(editor, candidate)).items) {
    const line = stdout.split('\n').find((l) => l.includes(x.filing));
    for (const part of [x.due_on, x.new_due_on, x.title]) assert.ok(line.includes(part), line);
  }
  assert.match(stdout, /有 2 个会变动/);
  await assert.rejects(run(folder, '--state', nowhere), { code: 1, stderr: /--state/ });
  await assert.rejects(run(nowhere, '--state', instance.var), { code: 1 });
  await assert.rejects(run('--nonsense'), { code: 2 });
});

test('a deadline that stands still with its filer is listed as those that run', async () => {
  returned = await submittedAlgorithm(company);
  const outcome = { outcome: 'return', reasons: [{ path: '', reason: '不清', suggestion: '写清' }] };
  await decide(by.preliminary, returned.id, outcome);
  const { items } = await moves(editor, candidate);
  const all = [...filings, returned];
  assert.deepEqual(items.map((x) => x.filing).sort(), all.map((x) => x.id).sort());
  assert.deepEqual((await moves(editor, await active())).items, [], 'the active set moves none');
});

test('an active calendar moves deadlines and tasks, and as many days are left', async () => {
  const [{ new_due_on, new_provisional }] = (await moves(editor, candidate)).items;
  const old = await active();
  const left = (await taskOf(by.preliminary, filings[0].id)).days_left;
  const at = `/calendar/deadline?from=${review(filings[0]).from}&days=30`;
  const today = dayOf(Date.now() + 8 * 3600e3);
  assert.equal(left, is(await open.get(at), 200).json.counted.filter((d) => d > today).length);
  // Cases about that year say that it is not decreed, and would fail now.
  const edits = [[join(instance.rules, name), calendar]];
  for (const entry of await readdir(join(instance.rules, 'cases'))) {
    const path = join(instance.rules, 'cases', entry);
    const text = await readFile(path, 'utf8');
    const decreed = text
      .replace(/^.*from = '2026-12-31', days = 1,.*\n/m, '')
      .replaceAll(', provisional = true', '')
      .replaceAll(/(?<!says = ')（暂估）/g, '');
    if (decreed !== text) edits.push([path, decreed]);
  }
  await Promise.all(edits.map(([path, text]) => writeFile(path, text)));
  await instance.until('the calendar is live', async () => (await active()) !== old, { ms: 2e4 });
  for (const filing of filings) {
    const task = await until('its task is due later', async () => {
      const t = await taskOf(by.preliminary, filing.id);
      return t.due_on !== due && t;
    });
    assert.equal(task.due_on, new_due_on);
    assert.equal(task.provisional, new_provisional);
    assert.equal(task.provisional, false, 'the year is decreed now');
    assert.equal(task.days_left, left);
  }
  assert.deepEqual((await moves(editor, await active())).items, []);
  const auditor = await staff(instance, 'auditor');
  const { items } = is(await auditor.get('/audit?limit=100'), 200).json;
  const lines = items.filter((x) => x.action === 'deadline.recount');
  assert.deepEqual(lines.map((x) => x.object).sort(),
    [...filings, returned].map((x) => x.id).sort());
  for (const { detail } of lines) {
    assert.deepEqual([detail.name, detail.from, detail.to], ['review', due, new_due_on]);
  }
  const stands = is(await company.get(`/filings/${returned.id}`), 200).json;
  const clock = stands.deadlines.find((d) => d.name === 'review');
  assert.deepEqual([clock.state, clock.due_on], ['paused', null]);
  assert.equal(is(await submit(company, stands), 200).json.decision.deadlines
    .find((d) => d.name === 'review').due_on, new_due_on, 'it goes on by the same calendar');
  const fresh = await submittedAlgorithm(company);
  assert.equal(review(fresh).due_on, new_due_on, 'what is submitted now is due the same day');
});

test('what is not counted in working days alone is not counted again as if it were', async () => {
  const env = { RULES_LOCAL: join(root, 'tests', 'rules', 'time') };
  const other = await Instance.start({ env });
  try {
    const filing = await submittedAlgorithm(await approvedCompany(other, await reviewers(other)));
    const units = filing.decision.deadlines.map((d) => d.unit);
    assert.deepEqual([...new Set(units)].sort(), ['day', 'month', 'workday']);
    const hash = is(await new Client(other).get('/rule-sets/active'), 200).json.hash;
    assert.deepEqual((await moves(await staff(other, 'rule_editor'), hash)).items, []);
  } finally {
    await other.end();
  }
});
