// Goes the whole way against a running instance and tells it step by step. It knows nothing but the
// API and /forms.
//   PORT=8080 VAR=var node tests/demo.mjs
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, is, register, staff, unique } from './lib/client.mjs';
import {
  algorithmData, decide, draft, form, product, renamed, save, subjectData, submit, taskOf,
} from './lib/way.mjs';

const url = `http://127.0.0.1:${process.env.PORT || 8080}`;
const folder = process.env.VAR || 'var';

let n = 0;
const step = (who, words) => console.log(`${String(++n).padStart(2)}. 〔${who}〕${words}`);
const detail = (words) => console.log(`      ${words}`);
// The codes of the API in words.
const words = {
  acceptable: '可以受理', not_acceptable: '不能受理', needs_human: '转人工审核',
  error: '错误', warning: '提醒', notice: '提示',
  first_filing: '首次备案', review: '审核',
  running: '进行中', met: '已按期', missed: '已逾期', paused: '暂停',
  create: '新建', submit: '提交', claim: '领取', pass: '通过', filed: '已备案',
};
const say = (code) => words[code] ?? code;
const stage = (t) => ({ preliminary: '初审', final: '复审' })[t.stage] ?? t.stage;

async function main() {
  const open = new Client({ url });
  const health = await open.get('/healthz').catch(() => null);
  if (health?.status !== 200) {
    console.error(`${url} 没有应答。请先在另一个终端运行 make run（端口不同时带上 PORT=）。`);
    return 1;
  }
  const credentials = JSON.parse(readFileSync(join(folder, 'credentials.json'), 'utf8'));
  const instance = { url, credentials };
  const mark = unique().slice(0, 6);
  console.log(`算备演示：${url}\n`);

  const f = await form(open, 'subject');
  const company = await register(instance, f.schema.properties.basic.properties.name.examples[0]);
  step('填报人', `${company.organization} 注册了账号 ${company.username}，并登录。`);

  const early = await company.post('/filings', { kind: 'algorithm', action: 'initial' });
  step('填报人', '主体资质初审尚未通过即新建算法备案，系统不予受理：');
  detail(`${early.status} ${early.json.code}：${early.json.detail ?? early.json.title}`);

  step('填报人', `打开《${f.title}》：${f.sections.length} 个部分，按每个字段给出的示例填写，并上传附件。`);
  const subject = await draft(company, 'subject', await subjectData(company));
  detail(`草稿 ${subject.id} 已存（${subject.etag}）。`);
  const checked = is(await company.post(`/filings/${subject.id}/check`), 200).json;
  const found = `${say(checked.verdict)}，${checked.findings.length} 条意见`;
  step('系统', `提交前自查：${found}，规则集 ${checked.rule_set.slice(0, 12)}…`);
  for (const x of checked.findings) {
    detail(`${say(x.severity)} ${x.path} ${x.message}（${x.law}，${x.source}）`);
  }
  is(await submit(company, subject), 200);
  step('填报人', '勾选“我承诺上述填报信息真实有效”，提交主体信息。');

  const first = await staff(instance, 'preliminary_reviewer');
  const gate = await taskOf(first, subject.id);
  step('初审员', `在队列里看到它：${gate.due_on} 前办结，还有 ${gate.days_left} 个工作日。领取，通过资质初审。`);
  await decide(first, subject.id);

  const p = await product(company, `示例资讯${mark}`);
  const [path] = p.paths;
  const paths = `${p.paths.length} 条访问路径（${path.steps.join(' → ')}）`;
  step('填报人', `录入产品“${p.name}”：${paths}，其下 ${path.functions.length} 个功能。`);

  const g = await form(company, 'algorithm');
  const algorithm = `示例资讯生成合成算法${mark}`;
  const data = await renamed(company, await algorithmData(company, p), algorithm);
  let filing = await draft(company, 'algorithm', {});
  step('填报人', `新建《${g.title}》，分步填写，随时存草稿：`);
  for (const section of g.sections) {
    if (!(section.id in data)) continue;
    filing = await save(company, filing, { ...filing.data, [section.id]: data[section.id] });
    detail(`${section.title} ✓（${filing.etag}）`);
  }
  const bad = { ...data, disclosure: { ...data.disclosure, name: `${algorithm}（旧名）` } };
  filing = await save(company, filing, bad);
  const refused = await submit(company, filing);
  step('系统', `公示名称写成了旧名，未予提交：${refused.status} ${refused.json.code}`);
  const errors = (refused.json.findings ?? []).filter((x) => x.severity === 'error');
  for (const x of errors) {
    detail(`${x.path} ${x.message}。${x.suggestion}（${x.law}，${x.source}）`);
  }
  filing = await save(company, filing, data);
  const sent = is(await submit(company, filing), 200).json;
  step('填报人', '改正后提交。');
  const { calendar } = is(await open.get('/rule-sets/active'), 200).json;
  const why = (d) => (d.from < calendar.first
    ? '超出本系统日历范围，暂估' : '所涉年份的放假安排尚未公布或尚未确定，暂估');
  for (const d of sent.decision.deadlines) {
    const doubt = d.provisional ? `（${why(d)}）` : '';
    const span = `自 ${d.from} 起 ${d.days} 个工作日，到 ${d.due_on}${doubt}`;
    detail(`${say(d.name)}期限：${span}，${say(d.state)}`);
  }

  for (const role of ['preliminary_reviewer', 'final_reviewer']) {
    const reviewer = await staff(instance, role);
    const task = await taskOf(reviewer, filing.id);
    await decide(reviewer, filing.id, { outcome: 'pass', reasons: [], note: '材料齐全' });
    step(role === 'final_reviewer' ? '复审员' : '初审员', `${stage(task)}：领取并通过。`);
  }
  const done = is(await company.get(`/filings/${filing.id}`), 200).json;
  step('系统', `发放备案编号 ${done.number}`);

  const q = algorithm.slice(0, 12);
  const page = is(await open.get(`/register?q=${encodeURIComponent(q)}`), 200).json;
  step('公众', `在公示库里搜索“${q}”，找到 ${page.items.length} 条：`);
  for (const e of page.items) {
    detail(`${e.number}  ${e.algorithm_name}  ${e.organization}  ${e.products}`);
  }
  const entry = is(await open.get(`/register/${encodeURIComponent(done.number)}`), 200).json;
  detail(`备案日期 ${entry.filed_on}，状态 ${say(entry.status)}。用途：${entry.purpose}`);

  step('填报人', '回看办理经过：');
  const history = is(await company.get(`/filings/${filing.id}/history`), 200).json.items;
  for (const e of history) detail(`${e.at}  ${say(e.what)}，${e.to_label}`);
  console.log(`\n全部完成。用浏览器打开 ${url} 搜索“${algorithm.slice(0, 4)}”可以看到它。`);
  return 0;
}

main().then((code) => process.exit(code), (error) => {
  console.error(`\n演示中断：${error.message}`);
  process.exit(1);
});
