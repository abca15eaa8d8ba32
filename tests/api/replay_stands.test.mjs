// A replay makes the register's entries again, and judges what is not handed in yet. It tells names
// of columns, verdicts and ids, and nothing that was typed.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { is } from '../lib/client.mjs';
import { group, livesLived, propose, replay, run, shipped } from '../lib/lives.mjs';
import { algorithmData, draft } from '../lib/way.mjs';

let instance, editor, company, filed, thing;
before(async () => {
  ({ instance, editor, company, filed, thing } = await livesLived());
});
after(() => instance.end());

test('an entry is made again, and its columns are named without what stands in them', async () => {
  const report = await replay(editor, {
    'publication.lua': [
      ["note = facts.issue.amended_on and facts.issue.amended_on .. ' 变更' or '',",
        "note = basic.name .. '！',"]],
    'numbering.lua': [["prefix = '网信算备'", "prefix = '自建备'"]],
  });
  const [entry, ...more] = group(report, 'entry_changed');
  assert.deepEqual(more, []);
  assert.equal(entry.column, 'note');
  assert.deepEqual(entry.ids, [filed.id]);
  assert.deepEqual(group(report, 'number_changed').map((g) => [g.n, g.ids]), [[1, [filed.id]]]);
  const groups = JSON.stringify(report.lives.groups);
  assert.ok(!groups.includes('甲算法') && !groups.includes('自建备'), groups);
  assert.ok(report.law.some((x) => x.of === 'series' && x.what === 'changed'));
});

test('a set that publishes nothing is told as one', async () => {
  const report = await replay(editor, { 'publication.lua': [[
    "if basic.class == 'retrieval_filtering' and basic.subclass then",
    "if basic.name == '甲算法' then error(basic.name .. '坏了') end\n  "
      + "if basic.class == 'retrieval_filtering' and basic.subclass then",
  ]] });
  const [entry] = group(report, 'entry_changed');
  assert.equal(entry.column, null);
  assert.match(entry.words, /新规则没有给出编号和公示内容/);
  assert.ok(!JSON.stringify(report).includes('甲算法'), 'nor what it said of it');
});

// A check of a kind that refuses whatever it sees from a day on.
const refuses = (kind, path) => ({
  [`checks/probe_${kind}.lua`]: `
rule {
  id = 'probe.${kind}', title = '一概不受理', law = '审核实践', severity = 'error',
  since = '2098-01-01', since_of = 'today', kinds = { '${kind}' }, reads = { 'clock.today' },
  check = function(facts, say) say.at('${path}', '不受理', '等一等') end,
}
`,
  [`cases/probe_${kind}.lua`]: `
case {
  name = '一概不受理${kind}', form = '${kind}', today = '2098-01-01',
  expect = { findings = { { rule = 'probe.${kind}' } } },
}
`,
});

test('drafts and products that would be refused are told, from that day on', async () => {
  const files = { ...refuses('algorithm', '/basic/name'), ...refuses('product', '/name') };
  const set = await propose(editor, files);
  const now = await run(editor, set);
  assert.deepEqual(now.lives.groups, [], 'it is not in force yet');
  const then = await run(editor, set, { as_of: '2098-02-01' });
  const [drafts] = group(then, 'draft_changed');
  assert.equal(drafts.before, 'acceptable');
  assert.equal(drafts.after, 'not_acceptable');
  assert.equal(drafts.n, 3);
  const [products] = group(then, 'product_changed');
  assert.equal(products.n, 4);
  assert.ok(products.ids.includes(thing.id));
  assert.equal(then.counts.accept_to_refuse, 3, 'what was handed in is judged as of that day, too');
  assert.match(then.page, /本次重放一律按 2098-02-01 判断/);
});

test('the clock of a draft that would be counted otherwise is told, without its days', async () => {
  const online = { online_status: 'online', online_on: '2026-11-23' };
  const begun = await algorithmData(company, thing);
  const of = await draft(company, 'algorithm', {
    ...begun, basic: { ...begun.basic, name: '戊算法', ...online } });
  const shorter = await replay(editor, { 'limits.lua': [[
    "value = { ['2022-03-01'] = 10 }, by = 'filing.data.basic.online_on'",
    "value = { ['2022-03-01'] = 9 }, by = 'filing.data.basic.online_on'"]] });
  const [clock, ...more] = group(shorter, 'clock_changed', { words: '算法备案：草稿的期限“首次备案”提前' });
  assert.deepEqual(more, []);
  assert.equal(clock.column, 'first_filing');
  assert.ok(clock.ids.includes(of.id));
  assert.equal(shorter.lives.counts.clock_changed, clock.n);
  assert.match(shorter.page, /草稿的期限有变/);
});

// Every text that was typed into what the candidate may look at, but for names and codes.
function typed(value, at = '', out = []) {
  if (typeof value === 'string' && /[0-9]{8}|^.{15,}$/.test(value)) out.push(value);
  if (value && typeof value === 'object') {
    for (const [key, x] of Object.entries(value)) typed(x, `${at}/${key}`, out);
  }
  return out;
}

test('whatever a candidate makes of what was typed, no group, hit or page tells it', async () => {
  const algorithm = is(await company.get(`/filings/${filed.id}`), 200).json.data;
  const subject = is(await company.get(`/filings/${company.subject.id}`), 200).json.data;
  const { url } = thing;
  const secrets = [...typed(algorithm), ...typed(subject), url]
    .filter((x) => !/^[0-9a-z]{26}$/.test(x));
  assert.ok(secrets.length > 5, `${secrets.length} secrets`);
  const later = "facts.clock.today > '2025-06-01'";
  const probe = (kind, read, path) => `
rule {
  id = 'probe.${kind}', title = '泄露', law = '审核实践', severity = 'error', kinds = { '${kind}' },
  reads = { '${read}', 'clock.today' },
  check = function(facts, say)
    local text = tostring(facts.${read})
    if ${later} then error(text .. ':1: ' .. text, -1) end
    say.at('${path}', '用例')
  end,
}
`;
  const seen = (kind) => `
case {
  name = '泄露${kind}', form = '${kind}', today = '2025-06-01',
  expect = { findings = { { rule = 'probe.${kind}' } } },
}
`;
  const purpose = "purpose = disclosure.main_use or disclosure.purpose or '',";
  const publication = await shipped('publication.lua');
  const numbering = await shipped('numbering.lua');
  const files = {
    'checks/probe.lua': probe('algorithm', 'filing.data.basic.name', '/basic/name')
      + probe('product', 'filing.data.url', '/url'),
    'cases/probe.lua': seen('algorithm') + seen('product'),
    'publication.lua': publication.replace(purpose, "purpose = 'x' .. (disclosure.main_use or ''),")
      .replace(/note = .*,/, 'note = subject.name .. (disclosure.purpose or basic.name),'),
    'numbering.lua': numbering.replace('return digits ..',
      "if basic.name == '甲算法' then error(facts.organization.serial .. basic.name, 0) end\n    "
      + 'return digits ..'),
  };
  for (const [, text] of Object.entries(files)) assert.ok(text);
  const set = await propose(editor, files);
  for (const body of [undefined, { as_of: '2027-06-01' }]) {
    const report = await run(editor, set, body);
    assert.ok(report.lives.groups.length >= 2, 'it is another set');
    const hits = (await editor.get(`/rule-sets/${set}/replay/hits?limit=100`)).text;
    const said = [JSON.stringify(report), hits].join('\n');
    for (const secret of secrets) {
      const at = said.indexOf(secret);
      assert.ok(at < 0, `${secret}: ${said.slice(Math.max(0, at - 200), at + 100)}`);
    }
  }
});
