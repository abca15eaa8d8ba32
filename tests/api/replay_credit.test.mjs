// A candidate that no longer counts the days of a subject's review: its replay tells of each filing
// how far the clock moves, by the days of review that were kept with the decision.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { is } from '../lib/client.mjs';
import { withValue } from '../lib/forms.mjs';
import { livesLived, replay } from '../lib/lives.mjs';
import { algorithmData, draft, product, submit } from '../lib/way.mjs';

const DAY_MS = 24 * 3600e3;
const beijing = (ms) => new Date(ms + 8 * 3600e3).toISOString().slice(0, 10);
// Counts the days on which nobody works, too, so that a review of today is one.
const BY_DAYS = `
deadline {
  name = 'by_days', title = '首次备案（逐日）', law = '本系统参数', kinds = { 'algorithm' },
  unit = 'day', days = 14,
  reads = {
    'filing.data.basic.online_on', 'filing.submitted_on', 'organization.subject.reviews',
  },
  from = function(facts) return facts.filing.data.basic.online_on end,
  done = function(facts) return facts.filing.submitted_on end,
  credit = {
    title = '主体资质初审',
    spans = function(facts)
      return limits.subject_review_credit and facts.organization.subject.reviews or nil
    end,
  },
}
`;
const CREDIT = { 'limits.lua': [[
  "title = '主体资质初审的日子不计入首次备案期限', value = false",
  "title = '主体资质初审的日子不计入首次备案期限', value = true",
]] };

let lives, local, filing, today, yesterday;
before(async () => {
  local = mkdtempSync(join(tmpdir(), 'suanbei-credit-'));
  writeFileSync(join(local, 'deadlines.by_days.lua'), BY_DAYS);
  lives = await livesLived({ env: { RULES_LOCAL: local } });
  const { company } = lives;
  today = beijing(Date.now());
  yesterday = beijing(Date.now() - DAY_MS);
  const data = await algorithmData(company, await product(company, '戊产品'));
  const online = withValue(data, '/basic/online_on', yesterday);
  filing = await draft(company, 'algorithm', online);
  is(await submit(company, filing), 200);
});
after(async () => {
  await lives?.instance.end();
  rmSync(local, { recursive: true, force: true });
});

const hitOf = async (set) => {
  const { items } = is(await lives.editor.get(`/rule-sets/${set}/replay/hits?limit=100`), 200).json;
  return items.find((x) => x.filing === filing.id);
};
const dueAfter = async (from, days) =>
  is(await lives.company.get(`/calendar/deadline?from=${from}&days=${days}`), 200).json.due_on;

test('a credit that is switched on moves each clock by the days of its review', async () => {
  const report = await replay(lives.editor, CREDIT);
  const { by_days: moved } = report.deadlines;
  assert.ok(moved.later > 0 && moved.later === moved.moved, 'none earlier');
  const change = (await hitOf(report.hash)).change.deadlines;
  const { before, after } = change.find((d) => d.name === 'by_days');
  assert.equal(before.due_on, beijing(Date.parse(yesterday) + 14 * DAY_MS));
  assert.equal(after.due_on, beijing(Date.parse(yesterday) + 15 * DAY_MS));
  assert.deepEqual([before.credited, after.credited], [undefined, 1]);
  assert.deepEqual(after.credit, [{ from: today, to: today }]);
  const words = `${before.due_on} 变为 ${after.due_on}（其中 1 个自然日不计）`;
  assert.ok(report.page.includes(words), words);

  const isWorked = await dueAfter(yesterday, 1) === today;
  const first = change.find((d) => d.name === 'first_filing');
  assert.equal(first !== undefined, isWorked, 'working days only where today is one');
  if (isWorked) assert.equal(first.after.due_on, await dueAfter(yesterday, 11));
});
