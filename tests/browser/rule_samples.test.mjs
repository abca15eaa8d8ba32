// Beside the way of a rule from edit to activation: parameters, samples, forms that a candidate
// declares, who may not, and text that does not fit.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import { is, register } from '../lib/client.mjs';
import { activate, activeSet, people, probe, propose, signed } from '../lib/govern.mjs';
import { heading, isAccessible, launch, logIn, visitor } from '../lib/pages.mjs';
import { picture, widthOf } from '../lib/browser.mjs';
import { goTo, inDialog, press, replaceAll, text, words } from '../lib/rulepages.mjs';

let instance, browser, by, editor, first, hash;

before(async () => {
  instance = await Instance.start({ rules: 'own', env: { RULES_MODE: 'governed' } });
  by = await people(instance);
  first = (await activeSet(by.editor)).hash;
  hash = await propose(by, probe('workbench'));
  browser = await launch();
  editor = await visitor(browser, instance);
  await logIn(editor.page, by.editor);
});
after(async () => {
  await browser?.close();
  await instance?.end();
});

test('a parameter is changed without a line of Lua, tried, and proposed', async () => {
  const { page } = editor;
  await goTo(page, '/rule-sets/parameters');
  await isAccessible(page, 'parameters');
  await picture(page, 'rules-parameters');
  await press(page, '修改 临近到期');
  const value = page.locator('dialog').getByLabel('取值');
  await value.fill('十五');
  await inDialog(page, '确定').click();
  await words(page, '请填写整数');
  await value.fill('15');
  await inDialog(page, '确定').click();
  await words(page, /可以载入，\d+ 个用例全部通过/);
  await press(page, '提出');
  await page.locator('dialog textarea').fill('临近到期改为十五个工作日');
  await inDialog(page, '确认提出').click();
  await page.waitForURL(/rule-sets\/[0-9a-f]{64}$/);
  await goTo(page, `${page.url()}?show=changes`);
  await words(page, '临近到期');
  await page.locator('.lines .in', { hasText: 'value = 15' }).waitFor();
});

test('the playground judges a sample by the set that is chosen', async () => {
  const { page } = editor;
  await goTo(page, `/rule-sets/playground?set=${first}&kind=subject`);
  await press(page, '填入示例');
  await page.locator('[id="f-basic-address"]').fill('workbench');
  const judged = page.getByRole('region', { name: '判断' });
  await judged.getByText('不予受理').waitFor();
  await isAccessible(page, 'the playground');
  await picture(page, 'rules-playground');
  assert.equal(await judged.getByText('测试用规则发出意见').count(), 0);
  await page.getByLabel('规则集').selectOption(hash);
  await judged.getByText('测试用规则发出意见').waitFor();
  await press(page, '改为 JSON');
  await page.locator('.cm-line', { hasText: 'workbench' }).waitFor();
  await text(page).click();
  await replaceAll(page, '{ "basic": ');
  await words(page, '不是有效的 JSON');
});

test('a field that a candidate declares is in the form that it shows', async () => {
  const { page } = editor;
  const { text: form } = is(
    await by.editor.get(`/rule-sets/${first}/files?path=forms/subject.lua`), 200).json;
  const field = `field {
      name = 'nickname', label = '对外称呼', type = 'text', max = 20,
      required = false, visibility = 'filer',
      help = '怎样称呼您。', example = '小王', law = '本系统参数',
    },
    field {`;
  const files = { 'forms/subject.lua': form.replace(/field \{(?=\s*name = 'name')/, field) };
  const candidate = await propose(by, files);
  await goTo(page, `/rule-sets/${candidate}?show=forms`);
  await page.getByLabel('表单').selectOption('subject');
  await page.getByText('对外称呼', { exact: true }).waitFor();
});

test('work on an older set is moved to the active one; what both changed is named', async () => {
  const { page } = editor;
  const mine = { ...probe('behind'), 'checks/website.lua': '-- 我的\n' };
  const sent = { title: '较早的', base: first, files: mine };
  is(await by.editor.put('/rule-work/behind', sent, { headers: { 'If-Match': '*' } }), [200, 201]);
  const { text: website } = is(
    await by.editor.get(`/rule-sets/${first}/files?path=checks/website.lua`), 200).json;
  const now = await signed(by, { ...probe('ahead'), 'checks/website.lua': `${website}-- 别人\n` });
  await activate(by, now);
  await goTo(page, '/rule-sets/work/behind?file=checks/website.lua');
  await press(page, '改以正在生效的为依据');
  await page.getByText('下列文件在新的依据里也有改动').waitFor();
  await page.locator('main code', { hasText: 'checks/website.lua' }).first().waitFor();
  await page.getByLabel('与依据比较').check();
  await page.locator('.cm-deletedChunk', { hasText: '-- 别人' }).waitFor();
  await page.locator('.work-saved[data-status="saved"]').waitFor();
  const kept = is(await by.editor.get('/rule-work/behind'), 200).json;
  assert.deepEqual([kept.base, kept.files], [now, mine]);
});

test('an auditor reads and has no buttons; a company is told that it is not theirs', async () => {
  const auditor = await visitor(browser, instance);
  await logIn(auditor.page, by.auditor);
  await goTo(auditor.page, `/rule-sets/${hash}`);
  for (const name of ['审批', '启用', '紧急启用', '撤回', '在此基础上修改'])
    assert.equal(await auditor.page.getByRole('button', { name, exact: true }).count(), 0, name);
  const filer = await visitor(browser, instance);
  await logIn(filer.page, await register(instance));
  await filer.page.goto('/rule-sets');
  await heading(filer.page).getByText('没有查看这个页面的权限').waitFor();
  await auditor.context.close();
  await filer.context.close();
});

test('a long note with markup is text, cut, and breaks no page', async () => {
  const { page } = editor;
  const note = `<img src=x onerror=alert(1)>${'很长的说明'.repeat(380)}`;
  const long = await propose(by, probe('longnote'), { note });
  await goTo(page, `/rule-sets/${long}`);
  assert.equal(await page.locator('main img').count(), 0);
  await press(page, '显示全文');
  await page.setViewportSize({ width: 320, height: 700 });
  assert.ok((await widthOf(page)) <= 320);
  await page.setViewportSize({ width: 1280, height: 900 });
  await goTo(page, '/rule-sets');
  assert.equal(await page.locator('main img').count(), 0);
});

test('its editor takes a candidate back; a wrong address says so', async () => {
  const { page } = editor;
  const gone = await propose(by, probe('withdrawn'));
  await goTo(page, `/rule-sets/${gone}`);
  await press(page, '撤回');
  await inDialog(page, '撤回').click();
  await page.waitForURL('**/rule-sets');
  assert.equal(await page.locator(`a[href="/rule-sets/${gone}"]`).count(), 0);
  await page.getByLabel('也列出已撤回的').check();
  await page.locator(`a[href="/rule-sets/${gone}"]`).waitFor();
  await goTo(page, '/rule-sets/0000');
  await page.getByRole('heading', { name: '没有找到' }).waitFor();
});

test('nobody complained: the strict policy held, and nothing was fetched from elsewhere', () => {
  // Not replayed yet, begun just now, and a wrong address: each is shown as what it is.
  const isExpected = (line) => /^(404|412|422) [A-Z]+ \/api\//.test(line);
  assert.deepEqual(editor.complaints.filter((line) => !isExpected(line)), []);
});
