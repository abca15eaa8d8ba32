// A program that knows nothing but /forms can file.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Instance } from '../lib/instance.mjs';
import {
  Client, hasFinding, ifMatch, is, isCompleteFinding, isProblem, register,
} from '../lib/client.mjs';
import {
  algorithmData, approvedCompany, check, context, draft, form, product, productData, reviewers,
  save, subjectData, submit,
} from '../lib/way.mjs';
import { fillFromForms, valueAt, withValue } from '../lib/forms.mjs';
import { ajv, fillRequired } from '../lib/schema.mjs';

let instance, open, by, company;
before(async () => {
  instance = await Instance.start();
  open = new Client(instance);
  by = await reviewers(instance);
  company = await approvedCompany(instance, by);
});
after(() => instance?.end());

const kinds = ['subject', 'product', 'algorithm'];
const errors = (answer) => answer.findings.filter((f) => f.severity === 'error');

// Fills only what the schema requires, and then what the findings ask for: the other way in which a
// program can file.
async function fillAsAsked(f, ctx, judge) {
  const full = await fillFromForms(f, ctx);
  let data = await fillRequired(f, ctx);
  for (let round = 0; round < 5; round++) {
    const isToFill = (at) => valueAt(data, at) === undefined && valueAt(full, at) !== undefined;
    const wanted = errors(await judge(data)).map((x) => x.path).filter(isToFill);
    if (!wanted.length) break;
    for (const at of wanted) data = withValue(data, at, valueAt(full, at));
  }
  return data;
}

function walk(schema, at, visit) {
  for (const [name, s] of Object.entries(schema.properties ?? {})) {
    visit(s, `${at}/${name}`);
    walk(s.items?.properties ? s.items : s, `${at}/${name}`, visit);
  }
}

for (const kind of kinds) {
  test(`the form of ${kind} is JSON Schema 2020-12 that explains every field`, async () => {
    const f = await form(open, kind);
    for (const key of ['kind', 'action', 'title', 'rule_set', 'sections', 'schema']) {
      assert.ok(key in f, key);
    }
    assert.equal(f.kind, kind);
    assert.match(f.rule_set, /^[0-9a-f]{64}$/);
    assert.equal(f.schema.$schema, 'https://json-schema.org/draft/2020-12/schema');
    ajv().compile(f.schema);
    let fields = 0;
    walk(f.schema, '', (s, at) => {
      const isField = !(s.type === 'object' && s.properties);
      assert.ok(s.title, `${at} has no title`);
      if (!isField) return;
      fields++;
      assert.ok(s.description, `${at} has no description`);
      const isList = s.type === 'array' && s.items?.properties;
      assert.ok(isList || s.examples?.length > 0, `${at} has no examples`);
      if (s.format === 'attachment') {
        assert.ok(Array.isArray(s['x-accept']) && s['x-accept'].length > 0, `${at}: x-accept`);
        assert.ok(Number.isInteger(s['x-max-bytes']) && s['x-max-bytes'] > 0, `${at}: x-max-bytes`);
      }
      for (const choice of s.oneOf ?? s.items?.oneOf ?? []) {
        assert.ok('const' in choice && choice.title, `${at}: choices are const and title`);
      }
      assert.ok(!('enum' in s), `${at}: choices are oneOf, not enum`);
    });
    assert.ok(fields >= 5, `${fields} fields`);
  });

  test(`every declared example of ${kind} fits its own schema`, async () => {
    const f = await form(open, kind);
    walk(f.schema, '', (s, at) => {
      for (const example of s.examples ?? []) {
        const validate = ajv().compile({ ...s, $defs: f.schema.$defs });
        const fits = validate(example);
        assert.ok(fits, `${at}: ${JSON.stringify(example)} ${JSON.stringify(validate.errors)}`);
      }
    });
  });
}

test('a subject filled only from the declared examples passes check with no error', async () => {
  const filer = await register(instance);
  const judge = (data) => check(open, 'subject', data);
  for (const fill of [fillFromForms, fillAsAsked]) {
    const data = await fill(await form(filer, 'subject'), context(filer), judge);
    const answer = await judge(data);
    assert.deepEqual(errors(answer), []);
    assert.notEqual(answer.verdict, 'not_acceptable');
    const filing = await draft(filer, 'subject', data);
    const checked = is(await filer.post(`/filings/${filing.id}/check`), 200).json;
    assert.deepEqual(errors(checked), []);
    assert.equal(checked.verdict, 'acceptable');
    is(await filer.del(`/filings/${filing.id}`, ifMatch(filing.etag)), [200, 204]);
  }
});

test('a product filled only from the declared examples is accepted', async () => {
  for (const fill of [fillFromForms, fillRequired]) {
    const data = await fill(await form(company, 'product'), context(company));
    const r = is(await company.post('/products', data), 201);
    assert.equal(r.headers.location, `/api/v1/products/${r.json.id}`);
    const back = is(await company.get(`/products/${r.json.id}`), 200).json;
    assert.equal(back.name, data.name);
    assert.equal(back.paths.length, data.paths.length);
  }
});

test('an algorithm filled only from the declared examples can be submitted', async () => {
  const p = await product(company);
  const path = p.paths[0];
  const wide = [{ product: p.id }];
  const deep = [{ product: p.id, path: path.id, function: path.functions[0].id }];
  const data = [];
  const f = await form(company, 'algorithm');
  for (const coverage of [wide, [{ product: p.id, path: path.id }], deep]) {
    data.push(await fillFromForms(f, context(company, coverage)));
  }
  const judge = (d) => check(open, 'algorithm', d);
  data.push(await fillAsAsked(f, context(company, wide), judge));
  let filing = await draft(company, 'algorithm', {});
  for (const d of data) {
    filing = await save(company, filing, d);
    const checked = is(await company.post(`/filings/${filing.id}/check`), 200).json;
    assert.deepEqual(errors(checked), []);
    assert.equal(checked.verdict, 'acceptable');
    for (const key of ['deadlines', 'route', 'rule_set', 'facts_hash', 'engine']) {
      assert.ok(checked[key], `a decision has ${key}`);
    }
    const now = await company.get(`/filings/${filing.id}`);
    filing = { ...now.json, etag: now.headers.etag };
  }
  is(await submit(company, filing), 200);
});

test('public /check judges without storing, and the clock can be given', async () => {
  const data = await subjectData(company);
  const before_ = is(await company.get('/filings'), 200).json.items.length;
  const a = await check(open, 'subject', data, { today: '2026-03-02' });
  const b = await check(open, 'subject', data, { today: '2026-03-02' });
  const c = await check(open, 'subject', data, { today: '2026-03-03' });
  assert.equal(a.facts_hash, b.facts_hash, 'same facts, same hash');
  assert.notEqual(a.facts_hash, c.facts_hash);
  assert.equal(is(await company.get('/filings'), 200).json.items.length, before_);
  const empty = await check(open, 'algorithm', {});
  assert.equal(empty.verdict, 'not_acceptable');
  empty.findings.forEach(isCompleteFinding);
});

test('unknown kinds and actions are answered as such', async () => {
  isProblem(await open.get('/forms/nothing'), 404);
  isProblem(await open.get('/forms/subject?action=nothing'), [400, 404, 422]);
  isProblem(await open.post('/check', { kind: 'nothing', action: 'initial', data: {} }), 422);
});

test('a wrong choice, a wrong type and a too long text are findings at their place', async () => {
  const data = await algorithmData(company, await product(company));
  const f = await form(company, 'algorithm');
  let choice, text;
  walk(f.schema, '', (s, at) => {
    if (s.type !== 'string' || at.split('/').length !== 3) return;
    if (s.oneOf) choice ??= at;
    else if (s.maxLength && !s.format) text ??= { at, max: s.maxLength };
  });
  const ask = (at, value) => {
    const [, section, field] = at.split('/');
    const put = { ...data, [section]: { ...data[section], [field]: value } };
    return open.post('/check', { kind: 'algorithm', action: 'initial', data: put });
  };
  for (const [at, value] of [
    [choice, 'no_such_choice'], [choice, 17], [choice, null], [text.at, '长'.repeat(text.max + 1)],
    [text.at, ['x']], [text.at, ''],
  ]) {
    // A value that is no answer to the question at all is a problem, a bad answer is a decision.
    const r = await ask(at, value);
    const [, s, name] = at.split('/');
    const isEmpty = value === null || value === '';
    const isAnswer = isEmpty || typeof value === 'string';
    if (isEmpty && !f.schema.properties[s].required?.includes(name)) is(r, 200);
    else if (isAnswer) isCompleteFinding(hasFinding(is(r, 200).json, at));
    else hasFinding(isProblem(r, 422), at);
  }
  const unknown = `/${text.at.split('/')[1]}/nonsense`;
  hasFinding(isProblem(await ask(unknown, 'x'), 422), unknown);
});

test('the vocabulary has Chinese labels for every code', async () => {
  const v = is(await open.get('/vocabulary'), 200).json;
  const lists = Object.entries(v.vocabulary ?? v).filter(([, list]) => list?.items);
  assert.ok(lists.length >= 3);
  const isLabelled = (item) => item.code && /[\u4e00-\u9fffA-Za-z]/.test(item.label);
  for (const [name, { items }] of lists) {
    assert.deepEqual(items.filter((item) => !isLabelled(item)), [], name);
  }
});

test('a product with nothing in it is refused with all its findings', async () => {
  const p = isProblem(await company.post('/products', {}), 422);
  assert.ok(p.findings.length >= 2);
  const data = await productData(company);
  const refused = async (more) =>
    isProblem(await company.post('/products', { ...data, ...more }), 422);
  hasFinding(await refused({ paths: [] }), '/paths', { severity: null });
  hasFinding(await refused({ nonsense: 1 }), '/nonsense', { severity: null });
});
