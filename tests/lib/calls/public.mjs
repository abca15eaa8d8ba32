// Whoever asks: the register, the declarations, the calendar, what the system says of itself.
import assert from 'node:assert/strict';
import { kill } from '../instance.mjs';
import { is, isProblem } from '../client.mjs';
import { otherDays } from './rules.mjs';

const listsSome = (r) => assert.ok(is(r, 200).json.items.length > 0, `${r.path} lists nothing`);
const at = (number) => `/register/${encodeURIComponent(number)}`;

// The rules give no answer while their judges stand still, nor do those that the pool starts
// meanwhile: one that was just being started, in the place of one that stood still before, would.
async function whileJudgesStandStill(w, ask) {
  const held = new Set();
  const hold = () => {
    const fresh = w.instance.processes()
      .filter((p) => /suanbei\S* judge\b/.test(p.command) && !held.has(p.pid));
    fresh.forEach(({ pid }) => kill(pid, 'SIGSTOP') && held.add(pid));
    return fresh.length;
  };
  let found = hold();
  while (found > 0) found = hold();
  const again = setInterval(hold, 20);
  try {
    return await ask();
  } finally {
    clearInterval(again);
    held.forEach((pid) => kill(pid, 'SIGCONT'));
  }
}

export default {
  async searchRegister(w) {
    listsSome(await w.open.get('/register?limit=1'));
    isProblem(await w.open.get('/register?q=%E7%AE%97'), 400, 'query_too_short');
  },

  async getRegisterTable(w) {
    is(await w.open.get('/register.csv?series=algorithm&limit=1'), 200);
    isProblem(await w.open.get('/register.csv?cursor=x'), 400, 'cursor_invalid');
  },

  async listRegister(w) {
    listsSome(await w.open.get('/register.json?limit=1'));
    isProblem(await w.open.get('/register.json?limit=501'), 400, 'limit_invalid');
  },

  async listCancellations(w) {
    is(await w.open.get('/register/cancellations?series=algorithm&from=2026-01-01&limit=1'), 200);
    is(await w.open.get('/register/cancellations?format=csv'), 200);
    isProblem(await w.open.get('/register/cancellations?to=2026-13-01'), 422, 'date_invalid');
    isProblem(await w.open.get('/register/cancellations?cursor=x'), 400, 'cursor_invalid');
  },

  async getRegisterFeed(w) {
    is(await w.open.get('/register/feed.atom'), 200);
  },

  async getRegisterBadge(w) {
    is(await w.open.get(`${at(w.published.number)}/badge.svg`), 200);
    isProblem(await w.open.get(`${at('x')}/badge.svg`), 404, 'number_malformed');
  },

  async getRegisterQr(w) {
    is(await w.open.get(`${at(w.published.number)}/qr.svg`), 200);
    isProblem(await w.open.get(`${at('x')}/qr.svg`), 404, 'number_malformed');
  },

  async getRegisterStatistics(w) {
    const { json } = is(await w.open.get('/register/statistics'), 200);
    for (const name of ['by_type', 'by_area', 'by_month']) assert.ok(json[name].length, name);
    isProblem(await w.open.get('/register/statistics?colour=red'), 400, 'parameter_unknown');
  },

  async getWorkFigures(w) {
    const { json } = is(await w.open.get('/register/statistics/work'), 200);
    assert.ok(json.received >= 0 && Array.isArray(json.by_month));
    is(await w.open.get('/register/statistics/work?from=2026-01&to=2026-12&format=csv'), 200);
    is(await w.open.get('/register/statistics/work?format=svg&by=class'), 200);
    isProblem(await w.open.get('/register/statistics/work?from=2026-13'), 400, 'month_invalid');
    isProblem(await w.open.get('/register/statistics/work?kind=x'), 400, 'parameter_unknown');
  },

  async getRegisterEntry(w) {
    is(await w.open.get(at(w.published.number)), 200);
    isProblem(await w.open.get(at('x')), 404, 'number_malformed');
  },

  async getInstance(w) {
    assert.equal(is(await w.open.get('/instance'), 200).json.is_trial, true);
  },

  async getHomePage(w) {
    const { etag } = is(await w.open.get('/pages/home'), 200).headers;
    is(await w.open.get('/pages/home', { headers: { 'If-None-Match': etag } }), 304);
  },

  async getSearchPage(w) {
    const { etag } = is(await w.open.get('/pages/register'), 200).headers;
    is(await w.open.get('/pages/register', { headers: { 'If-None-Match': etag } }), 304);
    const q = encodeURIComponent(w.published.number);
    assert.match(is(await w.open.get(`/pages/register?q=${q}`), 302).headers.location, /^\/r\//);
  },

  async getStatisticsPage(w) {
    const page = '/pages/register/statistics';
    const { etag } = is(await w.open.get(page), 200).headers;
    is(await w.open.get(page, { headers: { 'If-None-Match': etag } }), 304);
  },

  async getCancellationsPage(w) {
    const page = '/pages/register/cancellations';
    const { etag } = is(await w.open.get(page), 200).headers;
    is(await w.open.get(page, { headers: { 'If-None-Match': etag } }), 304);
    is(await w.open.get(`${page}?cursor=x`), 400);
  },

  async getEntryPage(w) {
    const page = (number) => `/pages/r/${encodeURIComponent(number)}`;
    const elsewhere = is(await w.open.get(page(w.published.number)), 302).headers.location;
    const { etag } = is(await w.open.get(`/pages${elsewhere}`), 200).headers;
    is(await w.open.get(`/pages${elsewhere}`, { headers: { 'If-None-Match': etag } }), 304);
    is(await w.open.get(page('x')), 404);
    is(await whileJudgesStandStill(w, () => w.open.get(page(w.published.number))), 503);
  },

  async getHelpPage(w) {
    const { etag } = is(await w.open.get('/pages/help'), 200).headers;
    is(await w.open.get('/pages/help', { headers: { 'If-None-Match': etag } }), 304);
  },

  async getTemplatesPage(w) {
    const { etag } = is(await w.open.get('/pages/templates'), 200).headers;
    is(await w.open.get('/pages/templates', { headers: { 'If-None-Match': etag } }), 304);
  },

  async getRulesPage(w) {
    const { etag } = is(await w.open.get('/pages/rules'), 200).headers;
    is(await w.open.get('/pages/rules', { headers: { 'If-None-Match': etag } }), 304);
  },

  async getForm(w) {
    for (const kind of ['subject', 'product', 'algorithm', 'account'])
      is(await w.open.get(`/forms/${kind}`), 200);
    isProblem(await w.open.get('/forms/nothing'), 404, 'form_unknown');
    const { etag } = is(await w.open.get('/forms/subject'), 200).headers;
    is(await w.open.get('/forms/subject', { headers: { 'If-None-Match': etag } }), 304);
    const { hash } = is(await w.open.get('/rule-sets/active'), 200).json;
    is(await w.open.get(`/forms/subject?rule_set=${hash}`), 200);
    isProblem(await w.open.get('/forms/subject?rule_set=x'), 404, 'form_unknown');
  },

  async getVocabulary(w) {
    is(await w.open.get('/vocabulary'), 200);
  },

  async listAreas(w) {
    listsSome(await w.open.get('/vocabulary/area'));
    listsSome(await w.open.get('/vocabulary/area?parent=110100'));
    isProblem(await w.open.get('/vocabulary/area?parent=000000'), 404, 'area_unknown');
  },

  async getHandbook(w) {
    const page = '/rule-sets/active/handbook';
    const { etag } = is(await w.open.get(page), 200).headers;
    is(await w.open.get(page, { headers: { 'If-None-Match': etag } }), 304);
  },

  async getOpenapi(w) {
    is(await w.open.get('/openapi.json'), 200);
  },

  async getHealth(w) {
    is(await w.open.get('/healthz'), 200);
  },

  async getReadiness(w) {
    is(await w.admin.get('/readyz'), 200);
  },

  async getMetrics(w) {
    assert.match(is(await w.admin.get('/metrics'), 200).text, /^suanbei_workers\{/m);
  },

  async getStatus(w) {
    const { samples, now } = is(await w.admin.get('/status'), 200).json;
    assert.ok(samples.length > 0 && samples.every((x) => x.at <= now));
  },

  async countWorkingDays(w) {
    const days = '/calendar/deadline?from=2026-01-05&days=10';
    is(await w.open.get(days), 200);
    isProblem(await w.open.get('/calendar/deadline?from=2026-02-30&days=1'), 422, 'date_invalid');
    isProblem(await w.open.get(`${days}&rule_set=x`), 401, 'login_required');
    isProblem(await w.company.get(`${days}&rule_set=x`), 403, 'role_required');
    isProblem(await whileJudgesStandStill(w, () => w.open.get(days)), 503);
  },

  async listQuestionnaires(w) {
    listsSome(await w.open.get('/questionnaires'));
  },

  async getQuestionnaire(w) {
    is(await w.open.get('/questionnaires/change'), 200);
    isProblem(await w.open.get('/questionnaires/nothing'), 404, 'questionnaire_unknown');
  },

  async answerQuestionnaire(w) {
    const answer = (answers) => w.open.post('/questionnaires/change', { answers });
    assert.equal(is(await answer({}), 200).json.next, 'what');
    is(await answer({ what: ['none'] }), 200);
    isProblem(await answer({ what: 'none' }), 422, 'answer_invalid');
    isProblem(await w.open.post('/questionnaires/nothing', { answers: {} }), 404,
      'questionnaire_unknown');
    isProblem(await whileJudgesStandStill(w, () => answer({})), 503);
  },

  async getQuestionnairePage(w) {
    const page = '/pages/questionnaires/change';
    const { etag } = is(await w.open.get(page), 200).headers;
    is(await w.open.get(page, { headers: { 'If-None-Match': etag } }), 304);
    is(await w.open.get(`${page}?what=x`), 422);
    is(await w.open.get('/pages/questionnaires/nothing'), 404);
    is(await whileJudgesStandStill(w, () => w.open.get(page)), 503);
  },

  async listMovedDeadlines(w) {
    const hash = await otherDays(w);
    listsSome(await w.editor.get(`/rule-sets/${hash}/deadlines?limit=1`));
    isProblem(await w.editor.get('/rule-sets/x/deadlines'), 404, 'not_found');
  },
};
