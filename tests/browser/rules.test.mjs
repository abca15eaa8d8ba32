// Two people change a rule in a browser: one edits, tries and proposes, another reads what it would
// change, signs and makes it active; it is taken back, and made active in an emergency.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance, until } from '../lib/instance.mjs';
import { is, register } from '../lib/client.mjs';
import * as way from '../lib/way.mjs';
import { activeSet, caseOf, people, probe } from '../lib/govern.mjs';
import { isAccessible, launch, logIn, visitor } from '../lib/pages.mjs';
import {
  addFile, goTo, inDialog, kept, open, press, trial, words, write,
} from '../lib/rulepages.mjs';
import { picture, widthOf } from '../lib/browser.mjs';

let instance, browser, by, editor, approver, hash, first;

before(async () => {
  instance = await Instance.start({ rules: 'own', env: { RULES_MODE: 'governed' } });
  by = await people(instance);
  first = (await activeSet(by.editor)).hash;
  const company = await register(instance, '示例科技（北京）有限公司');
  const data = await way.subjectData(company);
  await way.submit(company, await way.draft(company, 'subject', data));
  browser = await launch();
  editor = await visitor(browser, instance);
  approver = await visitor(browser, instance);
  await logIn(editor.page, by.editor);
  await logIn(approver.page, by.approver);
});
after(async () => {
  await browser?.close();
  await instance?.end();
});

test('an editor begins with the active set and sees all of its files', async () => {
  const { page } = editor;
  await goTo(page, '/rule-sets');
  await isAccessible(page, '/rule-sets');
  await picture(page, 'rules-sets');
  await press(page, '新建修改');
  await page.waitForURL('**/rule-sets/work/*');
  await words(page, /\d+ 个用例全部通过/);
  const { files } = is(await by.editor.get(`/rule-sets/${first}/files`), 200).json;
  assert.equal(await page.locator('.tree-file').count(), files.length);
  assert.deepEqual((await by.editor.get('/rule-work')).json.items, [], 'looking leaves nothing');
});

const good = probe('workbench');
const rule = good['checks/zz_workbench.lua'];

test('faults of all files stand together, and a press leads to the line', async () => {
  const { page } = editor;
  const broken = rule.replace("title = '测试用规则',", "title = '测'");
  await addFile(page, 'checks/zz_workbench.lua', broken);
  await addFile(page, 'cases/zz_workbench.lua', "case {\n  name = '没有结束'\n");
  await words(page, '不能载入，2 处问题');
  const places = await trial(page).locator('.at-line').allTextContents();
  assert.equal(places.length, 2);
  assert.match(places[0], /^cases\/zz_workbench\.lua:\d+:\d+$/);
  assert.match(places[1], /^checks\/zz_workbench\.lua:3:\d+$/);
  await trial(page).getByRole('button', { name: places[1] }).click();
  await page.getByRole('heading', { name: 'checks/zz_workbench.lua', exact: true }).waitFor();
  await page.locator('.cm-activeLine', { hasText: "title = '测'" }).waitFor();
  await page.locator('.cm-lintRange-error').waitFor();
  await isAccessible(page, 'the workbench with faults');
  await picture(page, 'rules-work-faults');
});

test('a case that fails is told with its line, and the reach with what it misses', async () => {
  const { page } = editor;
  await write(page, 'checks/zz_workbench.lua', rule);
  await write(page, 'cases/zz_workbench.lua', caseOf('probe.workbench', 'anything else'));
  await words(page, /1 个用例没有通过/);
  await trial(page).getByRole('button', { name: /^cases\/zz_workbench\.lua:1/ }).click();
  await words(page, /用例“probe.workbench 会给出意见”/);
  await write(page, 'cases/zz_workbench.lua', good['cases/zz_workbench.lua']);
  await words(page, /\d+ 个用例全部通过/);
});

test('unfinished work is kept, also what was typed just before the page was gone', async () => {
  const { page, context } = editor;
  await page.getByLabel('名称').fill('工作台用的规则');
  await kept(page);
  const address = page.url();
  await write(page, 'cases/zz_workbench.lua', `-- 最后一刻\n${good['cases/zz_workbench.lua']}`);
  await page.close();
  editor.page = await context.newPage();
  await goTo(editor.page, address);
  await open(editor.page, 'cases/zz_workbench.lua');
  await editor.page.locator('.cm-line', { hasText: '最后一刻' }).waitFor();
  await goTo(editor.page, '/rule-sets');
  await editor.page.getByRole('link', { name: '工作台用的规则' }).click();
  await words(editor.page, /\d+ 个用例全部通过/);
});

test('two windows on one file: what differs is shown, and one says which stands', async () => {
  const { page, context } = editor;
  const other = await context.newPage();
  await goTo(other, page.url());
  await write(other, 'cases/zz_workbench.lua', `-- 别处\n${good['cases/zz_workbench.lua']}`);
  await kept(other);
  await write(page, 'cases/zz_workbench.lua', `-- 这里\n${good['cases/zz_workbench.lua']}`);
  const dialog = page.getByRole('dialog', { name: '同一个文件在别处也改了' });
  await dialog.waitFor();
  await words(page, '-- 别处');
  await isAccessible(page, 'a conflict');
  await dialog.getByLabel('别处保存的').check();
  await dialog.getByRole('button', { name: '按所选保留' }).click();
  await page.locator('.cm-line', { hasText: '-- 别处' }).waitFor();
  await kept(page);
  await other.close();
});

test('proposing asks what and why, and leaves no unfinished work', async () => {
  const { page } = editor;
  await press(page, '提出');
  await isAccessible(page, 'proposing');
  await page.locator('dialog textarea').fill('');
  await inDialog(page, '确认提出').click();
  await words(page, '请写明改了什么、为什么');
  await page.locator('dialog textarea').fill('增加一条规则<b>“工作台”</b>。依据审核实践。');
  await inDialog(page, '确认提出').click();
  await page.waitForURL(/rule-sets\/[0-9a-f]{64}$/);
  hash = page.url().slice(-64);
  await words(page, '增加一条规则<b>“工作台”</b>');
  assert.equal(await page.locator('main b').count(), 0, 'markup is shown as text');
  assert.deepEqual((await by.editor.get('/rule-work')).json.items, []);
});

// ---- one set ------------------------------------------------------------------------------------

const course = (page) => page.getByRole('region', { name: '从提出到启用' });

test('its editor runs the cases and the replay, and may not sign', async () => {
  const { page } = editor;
  await press(page, '运行用例');
  await course(page).getByText(/通过 · /).waitFor();
  await course(page).getByRole('button', { name: '重放', exact: true }).click();
  await course(page).getByText('1 个决定中 0 个有变').waitFor({ timeout: 30000 });
  assert.equal(await course(page).getByRole('button', { name: '审批' }).count(), 0);
  await course(page).getByText(/您的账号没有/).waitFor();
  await isAccessible(page, 'a set');
  await picture(page, 'rules-set');
});

for (const [show, mark] of [
  ['changes', 'checks/zz_workbench.lua'], ['cases', /\d+ 个用例通过/], ['forms', '单位与联系人'],
  ['rules', 'probe.workbench'], ['replay', '结果全部相同'],
]) {
  test(`a set shows its ${show}, wide and at 320 pixels`, async () => {
    const { page } = editor;
    await goTo(page, `/rule-sets/${hash}?show=${show}`);
    await words(page, mark);
    await isAccessible(page, show);
    await picture(page, `rules-set-${show}`);
    await page.setViewportSize({ width: 320, height: 700 });
    assert.ok((await widthOf(page)) <= 320, `${show} is ${await widthOf(page)} pixels wide`);
    await page.setViewportSize({ width: 1280, height: 900 });
  });
}

test('another reads, signs with a note, and makes it active after a last look', async () => {
  const { page } = approver;
  await goTo(page, `/rule-sets/${hash}`);
  await course(page).getByRole('button', { name: '审批', exact: true }).click();
  await inDialog(page, '签署审批').click();
  await words(page, '请先阅读改动和重放报告');
  await isAccessible(page, 'approving');
  await page.getByLabel('审批意见').fill('已核对');
  await page.getByLabel('我已阅读').check();
  await inDialog(page, '签署审批').click();
  await course(page).getByRole('button', { name: '启用', exact: true }).click();
  await words(page, '没有在办的备案需要移动');
  await isAccessible(page, 'the last look');
  await picture(page, 'rules-activate');
  await inDialog(page, '确认启用').click();
  await page.locator('h1').getByText('生效中').waitFor();
  assert.equal((await activeSet(by.editor)).hash, hash);
  await words(page, '已核对');
});

test('it is taken back with a reason', async () => {
  const { page } = approver;
  await goTo(page, '/rule-sets');
  await press(page, '回退');
  await inDialog(page, '确认回退').click();
  await words(page, '请写明理由');
  await page.getByLabel('理由').fill('测试回退');
  await inDialog(page, '确认回退').click();
  await until('the first set is active', async () => (await activeSet(by.editor)).hash === first);
  await page.locator('.active-set').getByText(first.slice(0, 12)).waitFor();
});

test('an emergency says why and until when, and is told to everybody', async () => {
  const { page } = approver;
  await goTo(page, `/rule-sets/${hash}`);
  await press(page, '紧急启用');
  await page.getByLabel('自动结束的时间').fill('2020-01-01T00:00');
  await inDialog(page, '确认紧急启用').click();
  await words(page, '请写明理由');
  await words(page, '结束时间应在现在之后');
  await isAccessible(page, 'an emergency');
  await page.getByLabel('理由').fill('紧急');
  const soon = new Date(Date.now() + (8 + 2) * 3600e3).toISOString().slice(0, 16);
  await page.getByLabel('自动结束的时间').fill(soon);
  await inDialog(page, '确认紧急启用').click();
  await page.locator('h1').getByText('生效中').waitFor();
  await goTo(editor.page, '/rule-sets');
  await words(editor.page, '现在是紧急启用的规则集');
});

test('nobody complained: the strict policy held, and nothing was fetched from elsewhere', () => {
  // Not replayed yet, begun just now, and a wrong address: each is shown as what it is.
  const isExpected = (line) => /^(404|412|422) [A-Z]+ \/api\//.test(line);
  for (const who of [editor, approver])
    assert.deepEqual(who.complaints.filter((line) => !isExpected(line)), []);
});
