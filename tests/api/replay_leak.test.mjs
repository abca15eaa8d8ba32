// Whoever writes a candidate reads whom it hits. Wherever an answer of the rules has room, it may
// try to put there what filers typed: nothing of that comes out.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { program, root } from '../lib/instance.mjs';

const run = promisify(execFile);
const seeder = join(dirname(program), 'tests', 'bench', 'seed_decisions');
const facts = join(root, 'tests/data/facts_subject.json');

let folder, state;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'suanbei-leak-'));
  state = join(folder, 'state');
  await mkdir(state);
  const args = [join(state, 'suanbei.db'), join(root, 'rules'), facts, '20', facts, '1'];
  await run(seeder, args);
});
after(() => rm(folder, { recursive: true, force: true }));

// → all that the replay of a set says to whoever asked for it, and how many decisions differ
async function replay(rules) {
  const [json, hits] = ['report.json', 'hits.jsonl'].map((f) => join(folder, f));
  const args = ['rules', 'replay', '--json', json, '--hits', hits, '--state', state, rules];
  const { stdout, stderr } = await run(program, args, { maxBuffer: 1 << 24 });
  const report = await readFile(json, 'utf8');
  const said = [report, await readFile(hits, 'utf8'), stdout, stderr].join('\n');
  return { said, changed: JSON.parse(report).changed };
}

const TODAY = '2025-06-01';
const CASE = `
case {
  name = '泄露', form = 'subject', today = '${TODAY}',
  expect = { findings = { { rule = 'probe.leak' } } },
}
`;

// They keep quiet in the case, whose day is before all decisions.
const PERSON = {
  number: '11010519491231002X', area: '110105', born: '1949-12-31', mobile: '13800138000',
  head: '11010519',
};
const LATER = `facts.clock.today > '${TODAY}'`;
const leaks = {
  'the place of a finding': ['checks/subject.lua', `
rule {
  id = 'probe.leak', title = '泄露', law = '审核实践', severity = 'notice', kinds = { 'subject' },
  reads = { 'filing.data.legal_representative', 'clock.today' },
  check = function(facts, say)
    local number = facts.filing.data.legal_representative.document_number
    if not number then return end
    local path = ${LATER} and '/' .. number or '/basic/name'
    say.at(path, number)
  end,
}
`],
  'the place of an error': ['checks/subject.lua', `
rule {
  id = 'probe.leak', title = '泄露', law = '审核实践', severity = 'notice', kinds = { 'subject' },
  reads = { 'filing.data.legal_representative', 'clock.today' },
  check = function(facts, say)
    local number = facts.filing.data.legal_representative.document_number
    if number and ${LATER} then error(number .. ':1: x', -1) end
    if number then say.at('/basic/name', '用例') end
  end,
}
`],
  'an area': ['routing.lua', routing('area = number')],
  'an area of six digits': ['routing.lua', routing('area = string.sub(number, 1, 6)')],
  'an area, where no form says which it is': [
    'routing.lua', routing("area = '110' .. string.sub(number, 4, 6)"),
    ['forms/subject.lua', /^ *area_at = .*$/m],
  ],
  'a class': ['routing.lua', routing("area = '110108', class = string.sub(number, 1, 8)")],
  'a class of a mobile': ['routing.lua', routing("area = '110108', class = mobile")],
  'a stage': ['routing.lua', routing("area = '110108', stage = number")],
  'a day': ['deadlines.lua', `
deadline {
  name = 'leak', title = '泄露', law = '本系统参数', kinds = { 'subject' }, days = 10,
  reads = { 'filing.data.legal_representative' },
  from = function(facts)
    local number = facts.filing.data.legal_representative.document_number
    if not number then return nil end
    return string.sub(number, 7, 10) .. '-' .. string.sub(number, 11, 12) .. '-'
      .. string.sub(number, 13, 14)
  end,
  done = function() return nil end,
}
`],
  'days that do not count': ['deadlines.lua', `
deadline {
  name = 'leak', title = '泄露', law = '本系统参数', kinds = { 'subject' }, days = 10,
  reads = { 'filing.data.legal_representative', 'filing.submitted_on' },
  from = function(facts) return facts.filing.submitted_on end,
  done = function() return nil end,
  credit = { title = '泄露', spans = function(facts)
    local number = facts.filing.data.legal_representative.document_number
    local on = facts.filing.submitted_on
    if not number then return nil end
    return { {
      from = day_text(day_number(on) + 1),
      to = day_text(day_number(on) + tonumber(string.sub(number, 11, 14))),
    } }
  end },
}
`, null, /"(credit|credited|waited|left)": ?[^n]/],
  'how many days are left': ['deadlines.lua', `
deadline {
  name = 'leak', title = '泄露', law = '本系统参数', kinds = { 'subject' }, days = 100,
  reads = { 'filing.data.legal_representative', 'filing.submitted_on' },
  from = function(facts)
    local number = facts.filing.data.legal_representative.document_number
    local on = facts.filing.submitted_on
    if not number then return nil end
    return day_text(day_number(on) - tonumber(string.sub(number, 13, 14)))
  end,
  done = function() return nil end,
}
`, null, /"left": ?[^n]/],
};

function routing(answer) {
  return `
routing {
  law = '审核实践',
  reads = { 'filing.data.legal_representative', 'filing.data.security_officer' },
  route = function(facts)
    local data = facts.filing.data
    local number, mobile = data.legal_representative.document_number, data.security_officer.mobile
    if not number then return {} end
    return { ${answer}, x = mobile }
  end,
}
`;
}

for (const [where, [file, text, left, never]] of Object.entries(leaks)) {
  test(`what a candidate puts into ${where} comes out of no report and no hit`, async () => {
    const path = join(folder, where);
    await cp(join(root, 'rules'), path, { recursive: true });
    if (file === 'routing.lua') await writeFile(join(path, file), text);
    else await appendFile(join(path, file), text);
    if (left) {
      const form = await readFile(join(path, left[0]), 'utf8');
      await writeFile(join(path, left[0]), form.replace(left[1], ''));
    }
    if (file.startsWith('checks')) await appendFile(join(path, 'cases/subject.lua'), CASE);
    const { said, changed } = await replay(path);
    assert.ok(changed > 0, 'it is another set');
    for (const [what, value] of Object.entries(PERSON)) {
      const at = said.indexOf(value);
      assert.ok(at < 0, `${what}: ${said.slice(at - 200, at + 200)}`);
    }
    if (never) assert.doesNotMatch(said, never);
  });
}
