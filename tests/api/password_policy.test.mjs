// Which passwords an instance takes, and how long it takes them.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Client, hasFinding, is, isProblem, register, unique } from '../lib/client.mjs';
import { Instance, withSettings } from '../lib/instance.mjs';

let instance, open;
before(async () => {
  instance = await Instance.start();
  open = new Client(instance);
});
after(() => instance?.end());

const account = (password) => ({
  username: `u${unique()}`, password, organization_name: `公司${unique()}`, contact_name: '张三',
  mobile: '13800138000', email: 'a@example.com',
});
const change = (client, old_password, new_password) =>
  client.put('/account/password', { old_password, new_password });

test('what others would try first is refused at the registration and at a change', async () => {
  const filer = await register(instance);
  for (const weak of [
    'P@ssw0rd1', '00000001', 'suanbei2026', 'Suanbei@2026', '5201314520', 'woaini1314', 'admin@123',
    '1qaz@WSX', 'qwer1234', 'abc123456', '19900101', 'zhangwei123', 'aaaa1111', 'Ａｄｍｉｎ＠１２３',
  ]) {
    const p = isProblem(await open.post('/accounts', account(weak)), 422);
    hasFinding(p, '/password', { severity: null });
    const q = isProblem(await change(filer, filer.password, weak), 422, 'password_invalid');
    hasFinding(q, '/new_password', { severity: null });
  }
});

test('phrases and what machines make are taken without capitals, digits or signs', async () => {
  for (const good of ['夏天的风吹过江面上', 'four words of no sense', 'kqzvnwpltm', 'x7 k2 m9 q4'])
    is(await open.post('/accounts', account(good)), 201, good);
});

test('one password typed on two machines is one', async () => {
  const typed = 'Übergröße-密码-Été';
  const a = account(typed.normalize('NFD'));
  is(await open.post('/accounts', a), 201);
  for (const form of ['NFC', 'NFD'])
    await new Client(instance).login(a.username, typed.normalize(form));
  const { username } = a;
  isProblem(await open.post('/session', { username, password: typed.toUpperCase() }), 401);
});

test('the name of the account or of its company is no password', async () => {
  const a = account('');
  isProblem(await open.post('/accounts', { ...a, password: `${a.username}-x!` }), 422);
  isProblem(await open.post('/accounts', { ...a, password: `x!${a.organization_name}` }), 422);
});

test('length, classes and history are settings', async () => {
  const settings = { password_min: 12, password_classes: 3, password_history: 3 };
  await withSettings(settings, async (strict) => {
    const at = new Client(strict);
    assert.equal(is(await at.get('/instance'), 200).json.password_min, 12);
    for (const bad of ['Kq7-vnz2-pl', 'kqzv nwpl tmxx rr'])
      isProblem(await at.post('/accounts', account(bad)), 422);
    const words = [1, 2, 3, 4].map((n) => `Kq7-vnz2-plm-${'wxyz'[n - 1]}`);
    const a = account(words[0]);
    is(await at.post('/accounts', a), 201);
    const me = await new Client(strict).login(a.username, words[0]);
    is(await change(me, words[0], words[1]), 204);
    is(await change(me, words[1], words[2]), 204);
    for (const past of [words[0], words[1], words[2]])
      isProblem(await change(me, words[2], past), 422, 'password_invalid');
    is(await change(me, words[2], words[3]), 204);
    is(await change(me, words[3], words[0]), 204);
  });
});

test('a setting that is none stops the start and says so', async () => {
  for (const wrong of [{ second_factor: 'some' }, { password_min: 4 },
    { first_password_change: 1 }, { staff_session_ms: 1 }]) {
    const [name] = Object.keys(wrong);
    await assert.rejects(withSettings(wrong, async () => {}), new RegExp(name));
  }
});
