// What policy wants changed, each as somebody of the office would write it: a folder of
// tests/rules/changes, or an example of rules/examples. It loads with all its cases, these show
// what it does, and it is not longer than the table says.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { filesBelow, program, root } from '../lib/instance.mjs';

// The change, its folder, the most lines of rules and of cases that it may take.
const CHANGES = [
  ['自某日起的必填字段', 'field_from_a_date', 9, 11],
  ['新的一类算法', 'new_class', 4, 8],
  ['按类别和角色要求一份报告', 'report_by_class_and_role', 11, 9],
  ['按地区分派', 'routing_by_area', 21, 9],
  ['国务院办公厅的放假通知', 'decree', 11, 4],
  ['年中改一天放假', 'calendar_amended', 1, 5],
  ['编号前缀', 'number_prefix', 1, 4],
  ['改名称', 'rename', 3, 7],
  ['按首次提交之日的数', 'limit_as_of_first_submission', 4, 10],
  ['自某日起由十个工作日改为十五个', 'first_filing_15_days', 2, 5],
  ['某一类多一个审核阶段，自有期限', '../../../rules/examples/third_stage', 45, 110],
  ['轮流分派', 'round_robin', 25, 18],
  ['退回补正时暂停的期限', 'paused_clock', 6, 15],
  ['主体初审的日子不计入首次备案期限', 'subject_credit', 1, 30],
  ['新的一种备案', '../../../rules/examples/large_model', 210, 110],
  ['新的办理事项，走法不同', 'new_action', 13, 14],
  ['与本单位、其他单位的备案相比', 'other_filings', 21, 17],
  ['分派所凭、随任务保存的等级', 'grade', 25, 8],
  ['到某日为止的规则和词表代码', 'rule_and_item_that_end', 12, 18],
  ['以日、以月计的期限', 'days_and_months', 12, 10],
  ['停用一条检查，改一条的轻重', 'off_and_severity', 2, 7],
  ['加一个代码，加一条走向', 'one_item_one_transition', 5, 8],
];

// What the system does not do, and refuses where it is written.
const IMPOSSIBLE = [
  ['视频附件', 'video_attachment',
    /rules\.local\/forms\/ours\.lua:3：.*accept 的 video\/webm 不是系统能收的文件类型，应为 application\/pdf/,
    '系统按内容识别所收的文件（PDF、DOCX、OFD、JPG、PNG、MP4），别的格式识别不了，也没有人能在审核页面上看'],
  ['英文的意见', 'english_messages',
    /rules\.local\/checks\/ours\.lua:1：.*不认识的字段 title_en；可写的有 check、/,
    '意见、名称、手册只有一种文字，随决定一起保存、计算哈希；要英文，须另有一套译文，不在规则之内'],
];

const changes = join(root, 'tests', 'rules', 'changes');
const isCase = (file) => file.startsWith('cases/');
const isEdit = (file) => file.endsWith('.edit');
let work;
before(async () => {
  work = await mkdtemp(join(tmpdir(), 'suanbei-changes-'));
});
after(() => rm(work, { recursive: true, force: true }));

const rules = (...args) => new Promise((done) => {
  const tell = (error, stdout, stderr) => done({ status: error?.code ?? 0, text: stdout + stderr });
  execFile(program, ['rules', ...args], { cwd: root, timeout: 60000 }, tell);
});

// Lines that say something. Of an edit only those that it puts.
async function linesOf(folder, file) {
  const lines = (await readFile(join(folder, file), 'utf8')).split('\n');
  if (isEdit(file)) return lines.filter((line) => line.startsWith('+')).length;
  return lines.filter((line) => line.trim() && !line.trim().startsWith('--')).length;
}

async function count(folder) {
  const lines = { rules: 0, cases: 0 };
  for (const file of await filesBelow(folder))
    lines[isCase(file) ? 'cases' : 'rules'] += await linesOf(folder, file);
  return lines;
}

// "- " and a line as it stands, "+ " and the line in its place.
function edited(text, edit, file) {
  const [was, is] = ['- ', '+ '].map((sign) => edit.split('\n')
    .filter((line) => line.startsWith(sign)).map((line) => line.slice(2)).join('\n'));
  assert.equal(text.split(was).length, 2, `${file}: its old lines stand in the rules once`);
  return text.replace(was, () => is);
}

// What belongs into the base is laid into a copy of it, what an office adds is a layer over it.
// → the arguments of a command.
async function laid(name, folder, isWanted = () => true) {
  const files = (await filesBelow(folder)).filter(isWanted);
  const isOfBase = (await filesBelow(folder)).some(isEdit);
  const to = join(work, name);
  await mkdir(to, { recursive: true });
  if (isOfBase) await cp(join(root, 'rules'), to, { recursive: true });
  for (const file of files) {
    const text = await readFile(join(folder, file), 'utf8');
    const place = join(to, isEdit(file) ? file.slice(0, -'.edit'.length) : file);
    const put = isEdit(file) ? edited(await readFile(place, 'utf8'), text, file) : text;
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, put);
  }
  return isOfBase ? [to] : ['--local', to, 'rules'];
}

for (const [title, name, mostRules, mostCases] of CHANGES) {
  const folder = join(changes, name);
  const short = name.split('/').at(-1);
  test(`${short}: ${title}`, async () => {
    const said = await rules('test', ...await laid(short, folder));
    const wrong = said.text.match(/^(not ok|.*:\d+：).*/gm)?.join('\n');
    assert.equal(said.status, 0, wrong ?? said.text);
    assert.match(said.text, /\n[0-9a-f]{64}\n$/);
    const without = await rules('test', ...await laid(`${short}_without`, folder, isCase));
    assert.notEqual(without.status, 0, 'its cases pass without it: they do not show what it does');
    const lines = await count(folder);
    assert.ok(lines.rules <= mostRules, `${lines.rules} lines of rules, not ${mostRules}`);
    assert.ok(lines.cases <= mostCases, `${lines.cases} lines of cases, not ${mostCases}`);
  });
}

for (const [title, name, says] of IMPOSSIBLE) {
  test(`${name}: ${title} is refused where it is written`, async () => {
    const said = await rules('test', ...await laid(name, join(changes, name)));
    assert.notEqual(said.status, 0);
    assert.match(said.text, says);
  });
}

test('from ten to fifteen days from a date on takes two lines and one case', async () => {
  const folder = join(changes, 'first_filing_15_days');
  assert.ok((await count(folder)).rules <= 2);
  const text = await readFile(join(folder, 'cases', 'first_filing.lua'), 'utf8');
  assert.equal(text.match(/^case \{/gm).length, 1);
});

test('explain tells of each small change of an office why it was made', async () => {
  const ids = {
    rename: ['item.algorithm_class.personalized_push', '与新文件的说法一致'],
    off_and_severity: ['off.identity.organization_code', '不核对第九至十七位'],
    one_item_one_transition:
      ['transition.withdraw.algorithm.preliminary_review.withdrawn', '初审结束之前都可以撤回'],
  };
  for (const [name, [id, reason]] of Object.entries(ids)) {
    const said = await rules('explain', id, '--local', join(changes, name));
    assert.equal(said.status, 0, said.text);
    assert.ok(said.text.includes(reason), said.text);
  }
});

test('the table of all changes is whole', async (t) => {
  const named = [...CHANGES, ...IMPOSSIBLE].map(([, name]) => name);
  for (const name of await readdir(changes)) assert.ok(named.includes(name), `${name} is untold`);
  assert.ok(IMPOSSIBLE.length <= 2);
  t.diagnostic('the change: lines of rules + lines of cases');
  for (const [title, name] of CHANGES) {
    const lines = await count(join(changes, name));
    t.diagnostic(`${title}: ${lines.rules} + ${lines.cases}`);
  }
  for (const [title, , , why] of IMPOSSIBLE) t.diagnostic(`${title}: no. ${why}`);
});
