// Those who administer: staff are made and shut out, a filer who forgot the password comes back in,
// the pool is watched, and the auditor finds all of it and verifies the chain.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Instance, NOBODY_TAKES, until } from '../lib/instance.mjs';
import { Client, is, isProblem, register, staff, unique } from '../lib/client.mjs';
import { approvedCompany, reviewers, submittedAlgorithm } from '../lib/way.mjs';
import { isAccessible, launch, logIn, settled, visitor } from '../lib/pages.mjs';

const username = `新人${unique()}`;
let instance, browser, admin, page, complaints, secret;

before(async () => {
  instance = await Instance.start({ settings: NOBODY_TAKES });
  admin = await staff(instance, 'system_admin');
  browser = await launch();
  ({ page, complaints } = await visitor(browser, instance));
  await logIn(page, admin);
});
after(async () => {
  await browser?.close();
  await instance?.end();
});

const dialog = () => page.getByRole('dialog');
const press = (name, within = page) =>
  within.getByRole('button', { name, exact: true }).click();
const rowOf = (text) => page.getByRole('row').filter({ hasText: text });
const find = async (text) => {
  await page.getByRole('searchbox').fill(text);
  await press('查找');
  await page.waitForURL(`**?q=${encodeURIComponent(text)}`);
  await settled(page);
};
const isQuiet = () => assert.deepEqual(complaints.splice(0), []);

// As its owner opens it, in a browser of their own; → the password that was set.
async function openLink(link) {
  const own = await visitor(browser, instance);
  await own.page.goto(link);
  const word = `neu-${unique()}-lang`;
  await own.page.locator('#password').fill(word);
  await own.page.getByRole('button', { name: '设置新密码' }).click();
  await own.page.getByText('密码已设置').waitFor();
  assert.ok(!own.page.url().includes('#'), 'the token left the address');
  assert.deepEqual(own.complaints, []);
  await own.context.close();
  return word;
}

test('a new account tells its faults at the fields, then its link once', async () => {
  assert.match(page.url(), /\/staff$/, 'an administrator begins with the staff');
  await press('新建账号');
  await press('新建账号', dialog());
  await dialog().getByText('请填写用户名').waitFor();
  await dialog().getByText('请至少选择一个角色').waitFor();
  await dialog().getByLabel('用户名').fill(username);
  await dialog().getByLabel('姓名').fill('赵一曼');
  await dialog().getByLabel('审计人员').check();
  await dialog().getByText(/必须分属不同账号/).waitFor();
  assert.ok(await dialog().getByLabel('系统管理员').isDisabled());
  await isAccessible(page, 'roles that exclude each other');
  await dialog().getByLabel('审计人员').uncheck();
  assert.ok(await dialog().getByLabel('系统管理员').isEnabled());
  await dialog().getByLabel('初审人员').check();
  await press('新建账号', dialog());
  await dialog().getByText('只显示这一次').waitFor();
  await isAccessible(page, 'the link');
  secret = await dialog().locator('.given-secret bdi').innerText();
  await press('我已告诉本人，关闭');
  await dialog().waitFor({ state: 'detached' });
  assert.ok(!(await page.content()).includes(secret), 'nothing of it is left');
  isProblem(await admin.call('PATCH', '/staff/x', { json: { password: secret } }), [404, 422]);
  await new Client(instance).login(username, await openLink(secret));
  isQuiet();
});

test('scopes are chosen by name and kept as beginnings of codes', async () => {
  await find(username);
  await rowOf(username).getByRole('button', { name: '修改' }).click();
  await press('限定一个范围', dialog());
  await dialog().getByLabel('省、自治区、直辖市').selectOption({ label: '北京市' });
  await dialog().getByLabel('类别').selectOption({ label: '生成合成类' });
  await press('再加一个范围', dialog());
  await isAccessible(page, 'two scopes');
  await dialog().getByRole('button', { name: /移除/ }).last().click();
  await press('保存', dialog());
  await rowOf(username).getByText('北京市 · 生成合成类').waitFor();
  const found = await admin.get(`/staff?q=${encodeURIComponent(username)}`);
  const [{ scope }] = is(found, 200).json.items;
  assert.deepEqual(scope, [{ area: '11', class: '01', pool: '' }]);
});

test('a password is set by its owner, an account is shut out and let in again', async () => {
  await rowOf(username).getByRole('button', { name: /重置密码/ }).click();
  await dialog().getByLabel(/同时解除第二因素/).check();
  await press('得到链接', dialog());
  const link = await dialog().locator('.given-secret bdi').innerText();
  await press('我已告诉本人，关闭');
  assert.notEqual(link, secret);
  const next = await openLink(link);
  await new Client(instance).login(username, next);
  await rowOf(username).getByRole('button', { name: /停用/ }).click();
  await press('停用', dialog());
  await rowOf(username).getByText('已停用').waitFor();
  const answer = await new Client(instance).post('/session', { username, password: next });
  isProblem(answer, [401, 403]);
  await rowOf(username).getByRole('button', { name: /恢复/ }).click();
  await press('恢复', dialog());
  await page.getByText('账号已恢复').waitFor();
  await new Client(instance).login(username, next);
  isQuiet();
});

test('one cannot shut oneself out', async () => {
  await find(admin.username);
  await rowOf(admin.username).getByText('自己').waitFor();
  assert.equal(await rowOf(admin.username).getByRole('button', { name: /停用/ }).count(), 0);
});

test('who forgot the password is called, and comes back in with the code', async () => {
  const filer = await register(instance);
  const asked = { username: filer.username, mobile: '13800138000' };
  is(await new Client(instance).post('/account/recovery', asked), 202);
  await page.goto('/accounts');
  await settled(page);
  assert.ok(!(await page.content()).includes('13800138000'), 'the number comes with the code');
  await rowOf(filer.username).getByRole('button', { name: /给出找回码/ }).click();
  await press('给出找回码', dialog());
  await dialog().getByText('13800138000').waitFor();
  await isAccessible(page, 'a code');
  const code = await dialog().locator('.given-secret bdi').innerText();
  await press('我已告诉本人，关闭');
  await rowOf(filer.username).getByText('已给出').waitFor();
  const body = { username: filer.username, code, password: `neu-${unique()}-lang` };
  is(await new Client(instance).post('/account/recovery/finish', body), 204);
  await new Client(instance).login(filer.username, body.password);
});

test('a filer is shut out and let in again', async () => {
  const filer = await register(instance);
  await find(filer.username);
  await rowOf(filer.username).getByRole('button', { name: /停用/ }).click();
  await press('停用', dialog());
  await rowOf(filer.username).getByText('已停用').waitFor();
  isProblem(await filer.get('/filings'), 401);
  await rowOf(filer.username).getByRole('button', { name: /恢复/ }).click();
  await press('恢复', dialog());
  await rowOf(filer.username).getByText('已停用').waitFor({ state: 'detached' });
  isQuiet();
});

test('the board draws what the pool did, and names the tasks that nobody can take', async () => {
  const by = await reviewers(instance);
  const company = await approvedCompany(instance, by);
  await submittedAlgorithm(company);
  for (const { id, roles } of is(await admin.get('/staff?limit=100'), 200).json.items)
    if (roles.some((r) => /reviewer/.test(r)))
      is(await admin.call('PATCH', `/staff/${id}`, { json: { scope: [{ area: '65' }] } }), 200);
  // A few seconds of a minute say nothing yet, and are not drawn.
  await until('the pool has counted for a while', async () =>
    is(await admin.get('/status'), 200).json.samples.some((s) => s.seconds >= 5));
  await page.goto('/status');
  await settled(page);
  await page.getByRole('heading', { name: '无人可办的任务' }).waitFor();
  await page.getByText('北京市海淀区').waitFor();
  await page.getByText('处理请求').first().waitFor();
  await page.getByRole('img', { name: /请求：现在 [\d.,]+，最高 [\d.,]+/ }).waitFor();
  await page.getByText('看数字').first().click();
  assert.ok(await page.locator('.board-table td').count() > 0, 'and the same as a table');
  await isAccessible(page, '/status');
  isQuiet();
});

test('what was not delivered is looked at, sent again and given up', async () => {
  const dead = async () => is(await admin.get('/outbox'), 200).json.items;
  await until('nobody took it', async () => (await dead()).length);
  await page.goto('/status');
  await page.getByText('有通知多次没有发出去').waitFor();
  await page.getByRole('link', { name: '外发通知' }).click();
  await page.waitForURL('**/outbox');
  await settled(page);
  const row = rowOf('资质初审').first();
  await row.getByText('命令以 3 退出').waitFor();
  await isAccessible(page, '/outbox');
  await row.getByRole('button', { name: /重发/ }).click();
  await press('重发', dialog());
  await page.getByText('已重新等候发出').waitFor();
  await until('nobody took it again', async () => (await dead()).some((x) => x.tries === 2));
  await page.reload();
  const n = (await dead()).length;
  await press(`全部重发（${n} 条）`);
  await dialog().getByText(`重发投递失败的 ${n} 条通知？`).waitFor();
  await press('重发', dialog());
  await page.getByText(`${n} 条已重新等候发出`).waitFor();
  await until('nobody took them again', async () =>
    (await dead()).length === n && (await dead()).some((x) => x.tries === 3));
  await page.reload();
  await row.getByText('3 次').waitFor();
  await row.getByRole('button', { name: /放弃/ }).click();
  await press('放弃', dialog());
  await page.getByText('没有投递失败的通知').waitFor();
  await page.getByLabel('状态').selectOption({ label: '不再发出' });
  await page.waitForURL('**/outbox?state=dropped');
  await row.getByText('3 次').waitFor();
  isQuiet();
});

test('the auditor finds what was done, saves it, and verifies the chain', async () => {
  const auditor = await staff(instance, 'auditor');
  const desk = await visitor(browser, instance, { acceptDownloads: true });
  page = desk.page;
  await logIn(page, auditor);
  await page.waitForURL('**/audit');
  await settled(page);
  await page.getByLabel('做了什么').selectOption({ label: '新建工作人员账号' });
  await press('查找');
  await page.waitForURL('**?action=staff.add');
  const row = rowOf(username).first();
  await row.getByText('system_admin').first().waitFor();
  await row.locator('summary').click();
  await row.getByText('本行的哈希').waitFor();
  const [file] = await Promise.all([page.waitForEvent('download'), press('导出 CSV')]);
  assert.match(file.suggestedFilename(), /^审计记录-\d{4}-\d\d-\d\d\.csv$/);
  const text = readFileSync(await file.path(), 'utf8');
  assert.ok(text.includes(username) && !text.includes('登录'), 'what was chosen and no more');
  await row.getByRole('button', { name: username }).click();
  await page.waitForURL('**object=*');
  await press('清除条件');
  await page.waitForURL('**/audit');
  await press('核验');
  await page.getByText(/核验了 [\d,]+ 行，哈希链完好/).waitFor();
  await isAccessible(page, '/audit');
  await press('显示更多');
  await page.getByText(/已显示 (3[1-9]|[4-9]\d) 条/).waitFor();
  assert.deepEqual(desk.complaints, []);
});

test('a day that is turned round finds nothing, and says so', async () => {
  await page.goto('/audit?from=2020-01-01&to=2020-01-02');
  await page.getByText('没有符合条件的记录').waitFor();
  await page.goto('/audit?from=2026-02-30');
  await page.getByText('不是存在的日期').waitFor();
});
