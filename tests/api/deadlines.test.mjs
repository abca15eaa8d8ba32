// A calendar that is decreed moves the deadlines that run: told before, moved after, tasks with them.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Instance, program, root, until } from '../lib/instance.mjs';
import { Client, is, isProblem, staff } from '../lib/client.mjs';
import { approvedCompany, reviewers, submittedAlgorithm, taskOf } from '../lib/way.mjs';

let instance, open, by, company, editor, filings, due, wasProvisional, name, calendar, candidate;
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
  // The year of the deadline as decreed, with that day and the two after it off.
  const year = due.slice(0, 4);
  name = `calendar/${year}.lua`;
  const text = await readFile(join(instance.rules, name), 'utf8').catch(() => '');
  const off = [0, 1, 2].map((n) => new Date(Date.parse(due) + n * 864e5).toISOString().slice(0, 10)).filter((d) => d.startsWith(year));
  const days = [...new Set([...(/holidays = \{([^}]*)\}/.exec(text)?.[1].match(/\d{4}-\d\d-\d\d/g) ?? []), ...off])].sort();
  const workdays = (/workdays = \{([^}]*)\}/.exec(text)?.[1].match(/\d{4}-\d\d-\d\d/g) ?? []).filter((d) => !days.includes(d));
  const list = (dates) => dates.map((d) => `'${d}', `).join('');
  calendar = `calendar { year = ${year}, source = '测试用的通知', holidays = { ${list(days)}}, workdays = { ${list(workdays)}} }\n`;
  candidate = is(await editor.post('/rule-sets', { files: { [name]: calendar }, note: '导入全年安排' }), [200, 201]).json.hash;
});
after(() => instance?.end());

const moves = async (client, hash, query = '') => is(await client.get(`/rule-sets/${hash}/deadlines${query}`), 200).json;
const active = async () => is(await open.get('/rule-sets/active'), 200).json.hash;
const review = (filing) => filing.decision.deadlines.find((d) => d.name === 'review');

test('the open deadlines that a set would move are listed with the day they are due on and would be', async () => {
  assert.deepEqual((await moves(editor, await active())).items, [], 'the active set moves none');
  const { items, next } = await moves(editor, candidate);
  assert.equal(next, null);
  assert.deepEqual(items.map((x) => x.filing).sort(), filings.map((x) => x.id).sort());
  for (const x of items) {
    assert.deepEqual([x.name, x.from, x.days, x.due_on, x.provisional], ['review', review(filings[0]).from, 30, due, wasProvisional]);
    assert.ok(x.new_due_on > due, `${x.new_due_on} after ${due}`);
    assert.ok(x.title && x.organization);
  }
  const first = await moves(editor, candidate, '?limit=1');
  const second = await moves(editor, candidate, `?limit=1&cursor=${first.next}`);
  assert.deepEqual([...first.items, ...second.items], items);
  assert.equal(second.next, null);
  isProblem(await editor.get(`/rule-sets/${candidate}/deadlines?cursor=x`), 400, 'cursor_invalid');
  isProblem(await editor.get(`/rule-sets/${'0'.repeat(64)}/deadlines`), 404, 'not_found');
  assert.equal((await taskOf(by.preliminary, filings[0].id)).due_on, due, 'nothing has moved yet');
});

test('days are counted one by one with another set by those who govern sets, and by nobody else', async () => {
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
  const run = (folder, ...args) => promisify(execFile)(program, ['rules', 'deadlines', ...args, folder]);
  const folder = join(instance.folder, 'candidate');
  await cp(join(root, 'rules'), folder, { recursive: true });
  assert.match((await run(folder, '--state', instance.var)).stdout, /都不变/);
  await writeFile(join(folder, name), calendar);
  const { stdout } = await run(folder, '--state', instance.var);
  for (const x of (await moves(editor, candidate)).items) {
    const line = stdout.split('\n').find((l) => l.includes(x.filing));
    assert.ok(line.includes(x.due_on) && line.includes(x.new_due_on) && line.includes(x.title), line);
  }
  assert.match(stdout, /有 2 个会变动/);
  await assert.rejects(run(folder, '--state', join(instance.folder, 'nowhere')), (e) => e.code === 1 && /--state/.test(e.stderr));
  await assert.rejects(run(join(instance.folder, 'nowhere'), '--state', instance.var), (e) => e.code === 1);
  await assert.rejects(run('--nonsense'), (e) => e.code === 2);
});

test('when the calendar becomes active the deadlines move with their tasks, and as many working days are left', async () => {
  const [{ new_due_on, new_provisional }] = (await moves(editor, candidate)).items;
  const old = await active();
  const left = (await taskOf(by.preliminary, filings[0].id)).days_left;
  assert.equal(left, is(await open.get(`/calendar/deadline?from=${review(filings[0]).from}&days=30`), 200).json.counted.filter((d) => d > new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10)).length);
  // Cases about that year say that it is not decreed.
  const edits = [[join(instance.rules, name), calendar]];
  for (const entry of await readdir(join(instance.rules, 'cases'))) {
    const path = join(instance.rules, 'cases', entry);
    const text = await readFile(path, 'utf8');
    const decreed = text.replace(/^.*from = '2026-12-31', days = 1,.*\n/m, '').replaceAll(', provisional = true', '').replaceAll('（暂估）', '');
    if (decreed !== text) edits.push([path, decreed]);
  }
  await Promise.all(edits.map(([path, text]) => writeFile(path, text)));
  await until('the calendar is live', async () => (await active()) !== old, { ms: 20000 }).catch(async (error) => {
    throw new Error(`${error.message}\n${(await instance.logs()).slice(-1500)}`, { cause: error });
  });
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
  const lines = is(await auditor.get('/audit?limit=100'), 200).json.items.filter((x) => x.action === 'deadline.recount');
  assert.deepEqual(lines.map((x) => x.object).sort(), filings.map((x) => x.id).sort());
  for (const { detail } of lines) assert.deepEqual([detail.name, detail.from, detail.to], ['review', due, new_due_on]);
  const fresh = await submittedAlgorithm(company);
  assert.equal(review(fresh).due_on, new_due_on, 'a filing submitted from now on is due on the same day');
});
