// What json-rules-engine can say of our rules: the form as its schema has it, and of rules/checks
// those that look at an algorithm filing and need no loop over a list of any length and no
// calendar.
import { Engine } from 'json-rules-engine';

// One fact for each field, as that engine likes it best: 'basic.name', 'model.models.0.name'.
function flat(v, at = '', out = {}) {
  for (const [key, x] of Object.entries(v)) {
    const here = at ? `${at}.${key}` : key;
    out[here] = x;
    if (x && typeof x === 'object') flat(x, here, out);
  }
  return out;
}

const fault = (type, ...conditions) => ({ conditions: { all: conditions }, event: { type } });
const one = (fact, operator, value = true) => ({ fact, operator, value });

// Required, length, range, choice, date, pattern and number of items of every field, as the schema
// says them. Of a list it takes the first item.
function fieldRules(schema, at = '', required = true) {
  const rules = [];
  for (const [name, s] of Object.entries(schema.properties ?? {})) {
    const here = at ? `${at}.${name}` : name;
    const must = required && schema.required?.includes(name);
    const say = (type, ...tests) =>
      rules.push(fault(`${type} ${here}`, ...tests.map((test) => one(here, ...test))));
    const codes = (choices) => choices.map((x) => x.const);
    if (must) say('required', ['isEmpty']);
    if (s.maxLength) say('length', ['longerThan', s.maxLength]);
    if (s.pattern) say('pattern', ['unlike', new RegExp(s.pattern, 'u')]);
    if (s.oneOf) say('choice', ['isEmpty', false], ['notIn', codes(s.oneOf)]);
    if (s.type === 'integer') say('range', ['outside', [s.minimum, s.maximum]]);
    if (s.format === 'date') say('date', ['unlike', /^\d{4}-\d\d-\d\d$/]);
    if (s.maxItems) say('items', ['moreThan', s.maxItems]);
    if (s.items?.oneOf) say('choices', ['strays', codes(s.items.oneOf)]);
    if (s.items?.properties) rules.push(...fieldRules(s.items, `${here}.0`, must));
    if (s.properties) rules.push(...fieldRules(s, here, must));
  }
  return rules;
}

const other = (fact) => ({ fact });
const isClass = (value) => one('basic.class', 'equal', value);
const notClass = (value) => one('basic.class', 'notEqual', value);
const filled = (fact) => one(fact, 'isEmpty', false);
const PARTS = ['principle', 'mechanism', 'scenario', 'purpose'].map((x) => `disclosure.${x}`);

// modality.format, both ways: a modality without a format of it, a format without its modality.
function modalities(vocabulary) {
  const formats = vocabulary.file_format.items;
  const codes = (modality) => formats.filter((f) => f.modality === modality).map((f) => f.code);
  const names = [...new Set(formats.map((f) => f.modality))].filter((m) => m !== 'other');
  const has = (what, code) => one(`data.output_${what}`, 'contains', code);
  const lacks = (what, list) => one(`data.output_${what}`, 'lacks', list);
  return names.flatMap((m) => [
    fault(`modality.format ${m}`, has('modalities', m),
      lacks('formats', [...codes(m), ...codes('other')])),
    ...codes(m).map((f) =>
      fault(`modality.format ${f}`, has('formats', f), lacks('modalities', [m]))),
  ]);
}

const SERVICE = ['service_methods', 'technical_service'];
const isSupporter = one('basic.role', 'equal', 'supporter');
const isOnline = one('basic.online_status', 'equal', 'online');

// The checks, and the required_when of the form.
export const checks = (vocabulary) => [
  fault('names.disclosure', filled('basic.name'),
    one('disclosure.name', 'notEqual', other('basic.name'))),
  fault('names.report', filled('basic.name'),
    one('documents.report_algorithm_name', 'notEqual', other('basic.name'))),
  fault('names.style', one('basic.name', 'unlike', /算法(-[0-9]{1,2})?$/u)),
  ...modalities(vocabulary),
  ...['input_review', 'output_review'].map((x) =>
    fault(`strategy.no_review ${x}`, one(`strategy.${x}`, 'equal', 'none'))),
  fault('data.no_training', one('data.training_sources', 'contains', 'none'),
    one('data.training_sources', 'moreThan', 1)),
  fault('large_model.number', one('large_model.number', 'includes', '网信算备')),
  fault('model.provider_number',
    one('model.models.0.provider_filing_number', 'unlike', /^(网信算备)?[0-9]{21}号?$/u)),
  fault('role.not_applicable subclass', filled('basic.subclass'), notClass('retrieval_filtering')),
  fault('role.not_applicable role', filled('basic.role'), notClass('generation_synthesis')),
  ...SERVICE.map((x) =>
    fault(`role.not_applicable ${x}`, filled(`service.${x}`),
      one('basic.role', 'notEqual', 'supporter'))),
  fault('coverage.supporter', isClass('generation_synthesis'), isSupporter,
    filled('service.coverage')),
  fault('coverage.exists', one('service.coverage.0.product', 'notEqual', other('product.id'))),
  ...PARTS.map((x) => fault(`disclosure.short ${x}`, filled(x), one(x, 'shorterThan', 20))),
  ...PARTS.flatMap((x, i) => PARTS.slice(i + 1).map((y) =>
    fault(`disclosure.repeated ${x} ${y}`, filled(x), one(x, 'equal', other(y))))),
  fault('online.future', isOnline, one('basic.online_on', 'after', other('today'))),
  fault('when subclass', isClass('retrieval_filtering'), one('basic.subclass', 'isEmpty')),
  fault('when role', isClass('generation_synthesis'), one('basic.role', 'isEmpty')),
  fault('when online_on', isOnline, one('basic.online_on', 'isEmpty')),
  ...SERVICE.map((x) => fault(`when ${x}`, isSupporter, one(`service.${x}`, 'isEmpty'))),
];

const isEmpty = (v) => v === undefined || v === null || v.length === 0;
const operators = {
  isEmpty: (v, is) => isEmpty(v) === is,
  longerThan: (v, n) => typeof v === 'string' && v.length > n,
  shorterThan: (v, n) => typeof v === 'string' && v.length < n,
  unlike: (v, pattern) => typeof v === 'string' && !pattern.test(v),
  outside: (v, [min, max]) => typeof v === 'number' && (v < min || v > max),
  moreThan: (v, n) => Array.isArray(v) && v.length > n,
  strays: (v, list) => Array.isArray(v) && v.some((x) => !list.includes(x)),
  lacks: (v, list) => Array.isArray(v) && !v.some((x) => list.includes(x)),
  includes: (v, text) => typeof v === 'string' && v.includes(text),
  after: (v, day) => typeof v === 'string' && v > day,
};

// → the rules, and what asks them of facts
export function rulesEngine(schema, said) {
  const rules = [...fieldRules(schema), ...said];
  const engine = new Engine(rules, { allowUndefinedFacts: true });
  for (const [name, fn] of Object.entries(operators)) engine.addOperator(name, fn);
  const ask = ({ filing, products, clock }) =>
    engine.run({ ...flat(filing.data), 'product.id': products[0].id, today: clock.today });
  return { rules, ask };
}
