// Sets that once passed every gate and did harm when they were live, each as somebody might write
// it in the shipped rules: none passes, and what is said names the file, the line and the word.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Instance, program, root } from '../lib/instance.mjs';
import { Client, is, staff } from '../lib/client.mjs';

const [FLOW, FORM, ACCOUNT] = ['workflow.lua', 'forms/algorithm.lua', 'forms/account.lua'];
const [WORDS, SHOWN, ONLINE] = ['vocabulary.lua', 'publication.lua', 'checks/online.lua'];

const MOBILE = "name = 'mobile', label = '手机号码', type = 'text', max = 30,\n      required = true";
const NAME = "name = 'name', label = '算法名称', type = 'text', max = limits.name_max";
const ONLINE_ON = "when('已上线时必填', { ['online_status'] = 'online' })";
const ROUTE = 'return { area = area, class = class }';
const SUBMIT = "transition { on = 'submit', kind = '*', from = 'draft', to = 'submitted', "
  + 'who = FILER';
const ACTIONS = "actions = { 'initial', 'change', 'deregister' }, series";
const FOUR = ACTIONS.replace("'initial'", "'initial', 'renew'");
const FIRST_PASS = "on = 'pass', kind = 'algorithm', from = 'preliminary_review', "
  + "to = 'final_review', who = FIRST,";
const NUMBERED = "'organization.serial', 'organization.subject.data.basic.area',";
const PUBLISHED = "'filing.data.basic.name', 'filing.data.basic.area',";
const ID_NUMBER = "'organization.subject.data.legal_representative.document_number',";

const rule = (reads, body) => `rule {
  id = 'hostile.x', title = '试', law = '审核实践', severity = 'warning', kinds = { 'subject' },
  reads = { ${reads} },
  check = function(facts, say)
    ${body}
  end,
}
`;
const spoken = (path) => `case {
  name = '试', form = 'subject',
  expect = { findings = { { rule = 'hostile.x', ${path}severity = 'warning' } } },
}
`;

// A name, what is said, and edits: [file, what stands there, what is put in its place]; without the
// last, a new file.
const SETS = [
  // The workflow.
  ['no way at all', /workflow\.lua:\d+：kind subject（事项 initial）：没有 submit 的走向/,
    [FLOW, /^transition \{(\n.*?^\}|[^\n]*\}$)/gms, '']],
  ['no stage', /workflow\.lua:\d+：state submitted 的 stage：没有声明 stage preliminary/,
    [FLOW, /^stage \{.*?^\}/gms, '']],
  ['no gate', /workflow\.lua:\d+：kind algorithm：.*没有已通过的主体就办不成；请写 gate/,
    [FLOW, /^gate \{.*?^\}/gms, '']],
  ['a state of a stage mistyped',
    /workflow\.lua:\d+：state final_review 的 stage：没有声明 stage finall/,
    [FLOW, "'review', stage = 'final'", "'review', stage = 'finall'"]],
  ['no claim of the last stage', /workflow\.lua:\d+：state final_review：.*没有 claim 的走向/,
    [FLOW, /^transition \{\n {2}on = 'claim', kind = 'algorithm'.*?^\}/gms, '']],
  ['a first state by another name', /workflow\.lua:\d+：kind subject：initial 的 draft 没有用 state 声明/,
    [FLOW, "code = 'draft'", "code = 'drafting'"]],
  ['a last state that is none', /workflow\.lua:\d+：transition pass.*没有声明 state filed/,
    [FLOW, "to = 'approved',\n  who = SECOND",
      "to = 'filed',\n  who = SECOND"]],
  ['an approval without its effects', /workflow\.lua:\d+：transition pass.*通过时应发编号/,
    [FLOW, ", does = { 'number', 'publish' },", ',']],
  ['a word that nobody reads', /workflow\.lua:\d+：state approved：不认识的字段 final；可写的有 /,
    [FLOW, "label = '已备案', standing", "label = '已备案', final = true, standing"]],
  ['a clock by another name',
    /workflow\.lua:\d+：stage preliminary：clock 的 review 不是 kind subject 的期限/,
    ['deadlines.lua', /name = 'review'/g, "name = 'examine'"]],
  ['a route to a later stage', /routing\.lua:\d+ .*stage 应为这种备案提交后可到的审核阶段之一：preliminary/,
    ['routing.lua', ROUTE, ROUTE.replace(' }', ", stage = 'final' }")]],
  ['a place for what nobody sees that is a name',
    /routing\.lua:\d+：routing：nobody 应为六位地区代码/,
    ['routing.lua', "nobody = '000000'", "nobody = '中央'"]],
  ['a route to a stage that is none', /routing\.lua:\d+ .*stage 应为这种备案提交后可到的审核阶段之一/,
    ['routing.lua', ROUTE, ROUTE.replace(' }', ", stage = 'nonsense' }")]],
  ['actions that nobody declared', /workflow\.lua:\d+：kind algorithm 的 actions：没有声明 action renew/,
    [FLOW, ACTIONS, FOUR]],
  ['actions that nobody walked',
    /workflow\.lua:\d+：走向 algorithm：pass（final_review → approved） 没有任何流程用例走过/,
    [FLOW, ACTIONS, FOUR],
    [FLOW, /^action .*$/m, "$&\naction { code = 'renew', label = '续展' }"],
    [FLOW, '-- number：', `transition {
  on = 'pass', kind = 'algorithm', action = 'renew', from = 'final_review', to = 'approved',
  who = SECOND, does = { 'number', 'publish' },
}
$&`]],

  // Codes of the number.
  ['a class code of three digits', /vocabulary\.lua:\d+：.*ranking_selection 的.003.应为 2 位数字/,
    [WORDS, "'排序精选类', number_code = '03'", "'排序精选类', number_code = '003'"]],
  ['a class code twice', /vocabulary\.lua:\d+：.*ranking_selection 与 personalized_push 同为.02./,
    [WORDS, "'排序精选类', number_code = '03'", "'排序精选类', number_code = '02'"]],
  ['a class code of letters', /vocabulary\.lua:\d+：.*ranking_selection 的.ab.应为 2 位数字/,
    [WORDS, "'排序精选类', number_code = '03'", "'排序精选类', number_code = 'ab'"]],

  // What nobody could fill in.
  ['a new field of registrations', /account\.lua:\d+：注册表单 account：注册时不收 fax/,
    [ACCOUNT, '    field {\n      name = \'mobile\'', `    field {
      name = 'fax', label = '传真', type = 'text', max = 30, required = true,
      visibility = 'reviewer', help = '传真。', example = '010-12345678',
    },
$&`]],
  ['a field of registrations optional', /account\.lua:\d+：.*mobile：注册时必须填写/,
    [ACCOUNT, MOBILE, MOBILE.replace('= true', '= false')]],
  ['a field of registrations until a day', /account\.lua:\d+：.*mobile：注册时必须填写/,
    [ACCOUNT, MOBILE, `${MOBILE}, ['until'] = '2027-01-01'`]],
  ['a media type shortened', /algorithm\.lua:\d+：.*accept 的 pdf 不是系统能收的文件类型，应为 /,
    [FORM, 'accept = { PDF },', "accept = { 'pdf' },"]],
  ['a media type that no upload has', /algorithm\.lua:\d+：.*accept 的 image\/webp 不是系统能收的文件类型/,
    [FORM, 'accept = { PDF },', "accept = { 'image/webp' },"]],
  ['a length below nothing', /algorithm\.lua:\d+：.*字段 max 应在 1 与 10000 之间，现为 -5/,
    [FORM, NAME, NAME.replace('limits.name_max', '-5')]],
  ['a list of less than nothing', /algorithm\.lua:\d+：.*max_items 应在 1 与 500 之间，现为 -5/,
    [FORM, 'max_items = 50', 'max_items = -5']],
  ['a limit below nothing', /account\.lua:\d+：.*字段 max 应在 1 与 10000 之间，现为 -5/,
    ['limits.lua', "'名称字数上限', value = 100", "'名称字数上限', value = -5"]],
  ['a pattern that nothing fits', /algorithm\.lua:\d+：示例不合自身要求：\/basic\/name/,
    [FORM, NAME, `${NAME}, pattern = '^x$', pattern_hint = '写 x'`]],
  ['a place that no form has', /online\.lua:\d+：say\.at 的位置 \/basic\/online_no 没有表单声明/,
    [ONLINE, "say.at('/basic/online_on',\n", "say.at('/basic/online_no',\n"]],
  ['a place put together that no form has', /online\.lua:\d+ .*没有声明的位置.\/basic\/online_no./,
    [ONLINE, "say.at('/basic/online_on', '上线", "say.at('/basic/' .. 'online_no', '上线"]],

  ['a vocabulary that ends', /vocabulary\.lua:\d+：vocabulary role：自 2027-01-01 起没有一个代码可选/,
    [WORDS, "label = '服务提供者', description",
      "label = '服务提供者', ['until'] = '2026-12-01', description"],
    [WORDS, "label = '服务技术支持者', description",
      "label = '服务技术支持者', ['until'] = '2027-01-01', description"]],
  ['a second submit that nobody gets to',
    /workflow\.lua:\d+：transition again.*永远走不到，同一处的前一条/,
    [FLOW, "event { code = 'submit'",
      "event { code = 'again', label = '再交', verb = 'submit' }\n$&"],
    [FLOW, SUBMIT, `${SUBMIT} }\n${SUBMIT.replace("'submit'", "'again'")}`]],
  ['a title that is no text', /algorithm\.lua:\d+：form algorithm：title_at 所指的字段.*应是单行文字/,
    [FORM, "title_at = '/basic/name'", "title_at = '/basic/application_fields'"]],
  ['a credit code that is a day', /subject\.lua:\d+：form subject：code_at 所指的字段.*应是单行文字/,
    ['forms/subject.lua', /code_at = '[^']*'/, "code_at = '/certificate/valid_until'"]],

  // Conditions.
  ['a condition on no field', /algorithm\.lua:\d+：when.*没有字段 clas；/,
    [FORM, "{ ['class'] = 'retrieval_filtering' }", "{ ['clas'] = 'retrieval_filtering' }"]],
  ['a condition on no code', /algorithm\.lua:\d+：when.*词表 role 没有代码 providr；/,
    [FORM, "['basic.role'] = 'supporter',\n}", "['basic.role'] = 'providr',\n}"]],
  ['a condition that does not say what it reads', /algorithm\.lua:\d+：when：应写作 when\(说明/,
    [FORM, ONLINE_ON, "when('x', function(data) return data.basic.rol == 'online' end)"]],
  ['a condition that reads what it does not say', /algorithm\.lua:\d+ .*未在 reads 中声明便读取 basic\.rol/,
    [FORM, ONLINE_ON, "when('x', { reads = { 'basic.role' } }, function(data) "
      + "return data.basic.rol == 'provider' end)"]],
  ['a condition that compares with no code', /应有意见 .*\/basic\/online_on, rule=form\.required/,
    [FORM, ONLINE_ON, "when('x', { reads = { 'basic.online_status' } }, function(data) "
      + "return data.basic.online_status == 'onlin' end)"]],

  // What nobody may know.
  ['a place made of an identity number', /hostile\.lua:\d+ .*say\.at 指向没有声明的位置/,
    ['checks/hostile.lua', rule("'filing.data.legal_representative.document_number'",
      "say.at('/' .. facts.filing.data.legal_representative.document_number, '一', '二')")],
    ['cases/hostile.lua', spoken('')]],
  ['a route made of an identity number', /routing\.lua:\d+ 规则 routing 规则执行出错/,
    ['routing.lua', "'filing.kind',",
      "'filing.kind', 'filing.data.legal_representative.document_number',"],
    ['routing.lua', 'return { area = filing.data.basic.area,',
      'return { area = filing.data.legal_representative.document_number,']],
  ['a part of an identity number for an area', /routing\.lua:\d+ 规则 routing 规则执行出错/,
    ['forms/subject.lua', /^.*area_at = .*$/m, ''],
    ['routing.lua', "'filing.kind',",
      "'filing.kind', 'filing.data.legal_representative.document_number',"],
    ['routing.lua', 'return { area = filing.data.basic.area,', 'local number = '
      + 'filing.data.legal_representative.document_number\n'
      + "      return { area = number and '999' .. string.sub(number, 1, 3),"]],
  ['a title that is for its filer alone', /subject\.lua:\d+：.*title_at .*只给填报人看/,
    ['forms/subject.lua', "title_at = '/basic/name'", "title_at = '/basic/address'"],
    ['forms/subject.lua', /name = 'address'[^}]*?visibility = '\w+'/,
      "name = 'address', label = '详细地址', type = 'text', max = 200, required = true, "
      + "visibility = 'filer'"]],
  ['an entry without a name', /entry 返回的 algorithm_name 是空的：没有名称的不能公示/,
    [SHOWN, 'algorithm_name = basic.name,', "algorithm_name = '',"]],
  ['an entry of an identity number', /publication\.lua:\d+：.*不是公开的字段/,
    [SHOWN, PUBLISHED, `${PUBLISHED} ${ID_NUMBER}`]],
  ['a column of its own', /publication 的 entry 返回了登记簿没有的 mobile；可写的有 /,
    [SHOWN, '      note = ', "      mobile = '13800138000', note = "]],
  ['a disclosure of its own', /entry 不返回 disclosure：公示内容由系统取表单中公开的字段/,
    [SHOWN, '      note = ', "      disclosure = { mobile = '13800138000' }, note = "]],
  ['a number of an identity number', /numbering\.lua:\d+：.*不是公开的字段/,
    ['numbering.lua', NUMBERED, `${NUMBERED} ${ID_NUMBER}`]],

  // What only two reviewers may.
  ['a submit that approves', /workflow\.lua:\d+：transition submit.*submit 只能到审核中的状态/,
    [FLOW, SUBMIT, SUBMIT.replace("'submitted'", "'approved'")]],
  ['a submit that publishes', /workflow\.lua:\d+：transition submit.*submit 不能带来 number/,
    [FLOW, SUBMIT, `${SUBMIT}, does = { 'number', 'publish' }`]],
  ['an event of filers that is a pass', /workflow\.lua:\d+：transition submit.*pass 只能从审核中的状态/,
    [FLOW, "label = '提交', verb = 'submit'", "label = '提交', verb = 'pass'"]],
  ['a number of one reviewer', /workflow\.lua:\d+：transition pass.*编号与公示须由两个人先后审核/,
    [FLOW, FIRST_PASS, FIRST_PASS.replace("'final_review'", "'approved'")
      .replace('FIRST,', "FIRST,\n  does = { 'number', 'publish' },")]],
  ['a strike by the filer', /workflow\.lua:\d+：transition deregister.*filer 不是/,
    [FLOW, "to = 'deregistered', who = EITHER", "to = 'deregistered', who = FILER"]],
  ['a withdrawal from the register', /workflow\.lua:\d+：transition withdraw.*只能从审核中的状态/,
    [FLOW, SUBMIT, "transition { on = 'withdraw', kind = 'algorithm', from = 'approved', "
      + `to = 'withdrawn', who = FILER }\n${SUBMIT}`]],

  // Cases.
  ['a case that only a fault satisfies', /hostile\.lua:\d+ 规则 hostile\.x 规则执行出错/,
    ['checks/hostile.lua', rule("'filing.data.basic.name'",
      "if facts.filing.data.basic.name.x.y then say.at('', '一', '二') end")],
    ['cases/hostile.lua', spoken('')]],
];

let work;
before(async () => {
  work = await mkdtemp(join(tmpdir(), 'suanbei-gate-'));
});
after(() => rm(work, { recursive: true, force: true }));

async function edit(folder, [file, was, is]) {
  const path = join(folder, file);
  if (is === undefined) return writeFile(path, was);
  const text = await readFile(path, 'utf8');
  const put = text.replace(was, (all) => is.replace('$&', () => all));
  assert.notEqual(put, text, `${file} has no ${was}`);
  return writeFile(path, put);
}

const tried = (folder) => new Promise((done) => {
  const args = ['rules', 'test', folder];
  const tell = (error, out, err) => done({ status: error?.code ?? 0, text: out + err });
  execFile(program, args, { cwd: root, timeout: 60000 }, tell);
});

for (const [name, says, ...edits] of SETS) {
  test(`${name} does not pass`, async () => {
    const folder = join(work, name.replaceAll(' ', '_'));
    await cp(join(root, 'rules'), folder, { recursive: true });
    for (const one of edits) await edit(folder, one);
    const { status, text } = await tried(folder);
    const wrong = text.match(/^(not ok|.*:\d+：).*/gm)?.join('\n') ?? text;
    assert.equal(status, 1, text);
    assert.match(wrong, says);
  });
}

test('a limit of uploads goes as far as nginx lets them through', async () => {
  const conf = await readFile(join(root, 'nginx', 'suanbei.conf'), 'utf8');
  const [, mebibytes] = /= \/api\/v1\/attachments \{\s*client_max_body_size (\d+)m;/.exec(conf);
  const folder = join(work, 'uploads');
  const limits = await readFile(join(root, 'rules', 'limits.lua'), 'utf8');
  for (const [more, status] of [[0, 0], [1, 1]]) {
    await cp(join(root, 'rules'), folder, { recursive: true });
    const most = `'任一附件大小上限', value = ${mebibytes * 1048576 + more}`;
    await writeFile(join(folder, 'limits.lua'),
      limits.replace("'任一附件大小上限', value = 50 * 1048576", most));
    assert.equal((await tried(folder)).status, status, most);
  }
});

test('none of them becomes active, and the set before serves on', async () => {
  const instance = await Instance.start({ rules: 'own' });
  try {
    const [editor, open] = [await staff(instance, 'rule_editor'), new Client(instance)];
    const active = async (who) => is(await who.get('/rule-sets/active'), 200).json;
    const { hash } = await active(open);
    for (const [name, , ...edits] of SETS.filter(([n]) => /^(no way|a number of one)/.test(n))) {
      for (const [file] of edits)
        await cp(join(root, 'rules', file), join(instance.rules, file));
      for (const one of edits) await edit(instance.rules, one);
      await instance.until(`${name} is refused`, async () => (await active(editor)).refused);
      assert.equal((await active(open)).hash, hash);
      for (const [file] of edits) await cp(join(root, 'rules', file), join(instance.rules, file));
      const isRight = async () => !(await active(editor)).refused;
      await instance.until('the folder is right again', isRight);
    }
    is(await open.get('/forms/subject'), 200);
  } finally {
    await instance.end();
  }
});
