// suanbei rules test prints the cases, what they reach, and which small changes they do not notice.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program, root } from '../lib/instance.mjs';

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'suanbei-cases-'));
  await cp(join(root, 'tests/hostile/set'), folder, { recursive: true });
});
after(() => rm(folder, { recursive: true, force: true }));

const run = (...words) => {
  const r = spawnSync(program, ['rules', ...words], { encoding: 'utf8', timeout: 240000 });
  return { status: r.status, out: r.stdout, said: r.stderr };
};

// Speaks about names of more than three characters; the case tries one and five.
const rule = `rule {
  id = 'test.hostile', title = '测试', law = '测试法', severity = 'error',
  kinds = { 'subject' }, reads = { 'filing.data.basic.name' },
  check = function(facts, say)
    local name = facts.filing.data.basic.name
    if name and string.len(name) > 3 then say.at('/basic/name', '太长') end
  end,
}
`;
const cases = (accepts, rejects) => `case {
  name = '长短', form = 'subject', rule = 'test.hostile', at = '/basic/name',
  accepts = { '${accepts}' }, rejects = { '${rejects}' },
}
`;

test('rules test prints a line a case and what the cases reach', () => {
  const { status, out, said } = run('test', folder);
  assert.equal(status, 0, said);
  assert.match(out, /^ok 坏名称被指出$/m);
  assert.match(out, /^# 用例使 1 条规则中的 1 条.*，100%（要求 80%）$/m);
  assert.match(out, /^[0-9a-f]{64}$/m);
});

const blank = (...names) =>
  Promise.all(names.map((name) => writeFile(join(folder, 'cases', name), '-- 无\n')));
const restore = (...names) => Promise.all(names.map((name) =>
  cp(join(root, 'tests/hostile/set/cases', name), join(folder, 'cases', name))));

test('rules test fails on a set whose ways leave out a transition, and says which', async () => {
  await blank('reach.lua', 'ways.lua');
  const { status, out, said } = run('test', folder);
  await restore('reach.lua', 'ways.lua');
  assert.equal(status, 1);
  assert.match(out, /^# .*\d%（要求 80%）$/m);
  assert.match(out, /^# 没有用例走到 rules\/numbering\.lua 第 [\d、–]+ 行$/m);
  assert.match(said, /^rules\/workflow\.lua:\d+：走向 .*没有任何流程用例走过：请在 rules\/cases 中加一例 way/);
});

test('rules test fails on a set whose cases reach too little, and says where', async () => {
  const unread = Array.from({ length: 60 }, (_, n) =>
    `    if name == 'x${n}' then\n      say('${n}')\n    end\n`).join('');
  await writeFile(join(folder, 'checks/far.lua'),
    rule.replace('hostile', 'far').replace('    if name and', `${unread}    if name and`));
  await writeFile(join(folder, 'cases/far.lua'),
    cases('一', '一二三四五').replace('test.hostile', 'test.far').replace("'长短'", "'远'"));
  const { status, out, said } = run('test', folder);
  for (const name of ['checks/far.lua', 'cases/far.lua']) await rm(join(folder, name));
  assert.equal(status, 1);
  assert.match(out, /^# 没有用例走到 rules\/checks\/far\.lua 第 .* 行$/m);
  assert.match(said, /^rules\/checks\/far\.lua:\d+：用例只走到了 \d+% 的规则代码（要求 80%）/);
});

test('rules test --mutate lists changes that no case notices, and that is no failure', async () => {
  await writeFile(join(folder, 'checks/hostile.lua'), rule);
  await writeFile(join(folder, 'cases/hostile.lua'), cases('一', '一二三四五'));
  const loose = run('test', '--mutate', folder);
  assert.equal(loose.status, 0, loose.said);
  const line = loose.out.split('\n').find((l) => l.includes('“>” 改为 “>=” 之后，用例仍全部通过'));
  assert.match(line, /^rules\/checks\/hostile\.lua:6: /);
  assert.match(line, /：if name and string\.len\(name\) >= 3 then/);
  assert.match(loose.out, /^rules\/checks\/hostile\.lua:6: “3” 改为 “4” 之后/m);
  const [, tried, left] = loose.out.match(/^(\d+) 个变体，(\d+) 个存活（杀死率 \d+%）$/m);
  assert.equal(loose.out.match(/用例仍全部通过/g).length, Number(left));
  await writeFile(join(folder, 'cases/hostile.lua'), cases('一二三', '一二三四'));
  const tight = run('test', '--mutate', folder);
  assert.equal(tight.status, 0, tight.said);
  assert.doesNotMatch(tight.out, /checks\/hostile\.lua/);
  assert.match(tight.out, new RegExp(`^${tried} 个变体`, 'm'));
});

test('rules test --mutate fails on a set that fails itself', async () => {
  await writeFile(join(folder, 'cases/hostile.lua'), cases('一二三四', '一二三'));
  const failing = run('test', '--mutate', folder);
  assert.equal(failing.status, 1);
  assert.equal(failing.out, '');
  assert.match(failing.said, /^rules\/cases\/hostile\.lua:1：用例“长短”没有通过/);
  const missing = run('test', '--mutate', join(folder, 'nowhere'));
  assert.equal(missing.status, 1);
  assert.match(missing.said, /打不开规则文件夹/);
});
