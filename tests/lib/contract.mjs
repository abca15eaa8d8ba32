// Holds what a client was answered against openapi.json: status, media type, body and headers.
import Ajv2020 from 'ajv/dist/2020.js';

// What openapi.json says beyond JSON Schema. A misspelt keyword of a schema is none of these.
const KEYWORDS = [
  'openapi', 'info', 'servers', 'tags', 'paths', 'components',
  'x-accept', 'x-law', 'x-mask', 'x-max-bytes', 'x-required-when', 'x-roles', 'x-since',
  'x-actions', 'x-since-of', 'x-source', 'x-unit', 'x-visibility', 'x-writing',
];
const DAY = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;
const FORMATS = {
  date: new RegExp(`^${DAY}$`),
  'date-time': new RegExp(String.raw`^${DAY}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?\+08:00$`),
  'idn-email': /^[^\s@]+@[^\s@]+$/,
  iri: /^[a-z][a-z0-9+.-]*:\S+$/i,
  // What only the database knows, and what is like any other text.
  attachment: true, coverage: true, password: true,
};

// Headers that no operation declares: HTTP's own, and those that nginx adds to everything.
const STANDARD = new Set([
  'connection', 'content-length', 'content-type', 'date', 'keep-alive', 'server',
  'transfer-encoding', 'accept-ranges', 'content-range', 'last-modified',
  'content-security-policy', 'referrer-policy', 'x-content-type-options', 'x-request-id',
  'vary',
]);
// Problems that must say more than their body does.
const SAYS = {
  401: 'www-authenticate', 405: 'allow', 429: 'retry-after', 503: 'retry-after',
};

const PROBLEM = ['components', 'responses', 'Problem'];
const escaped = (part) =>
  encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

export class Contract {
  constructor(doc) {
    this.doc = doc;
    // The format "coverage" is one of lists.
    this.ajv = new Ajv2020({
      strict: true, strictTypes: false, allErrors: true, formats: FORMATS,
    });
    this.ajv.addVocabulary(KEYWORDS);
    this.ajv.addSchema(doc, 'doc');
    this.validators = new Map();
    this.base = new URL(doc.servers[0].url, 'http://x').pathname.replace(/\/$/, '');
    this.operations = Object.entries(doc.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, op]) => ({
        id: op.operationId, path, method, op,
        pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
      })));
  }

  // The operation that a request was one of. What is literal comes before what is not.
  operationOf(r) {
    const path = r.path.split('?')[0].replace(this.base, '');
    const literal = (o) => o.path.split('{').length;
    return this.operations
      .filter((o) => o.method === r.method.toLowerCase() && o.pattern.test(path))
      .sort((a, b) => literal(a) - literal(b))[0];
  }

  // What is declared for a status of an operation, and where. An address that is no operation
  // answers with problems that tell so, and with nothing else.
  responseOf(o, status) {
    const at = o ? this.placeOf(o, status) : [404, 405].includes(status) && PROBLEM;
    return at ? { at, ...at.reduce((node, part) => node[part], this.doc) } : null;
  }

  placeOf({ path, method, op }, status) {
    const key = [status, `${Math.floor(status / 100)}XX`].find((k) => op.responses[k]);
    if (!key) return null;
    const { $ref } = op.responses[key];
    return $ref ? $ref.slice(2).split('/') : ['paths', path, method, 'responses', key];
  }

  validator(at) {
    const $ref = `doc#/${at.map((part) => escaped(String(part))).join('/')}`;
    if (!this.validators.has($ref)) this.validators.set($ref, this.ajv.compile({ $ref }));
    return this.validators.get($ref);
  }

  *bodyFaults(r, response) {
    const type = r.type.split(';')[0];
    if (!response.content) {
      if (r.type || r.buffer.length) yield `${type} is not declared, nor any body`;
      return;
    }
    const content = response.content[type];
    if (!content) yield `the media type ${type || 'none'} is not declared`;
    if (!content?.schema) return;
    const validate = this.validator([...response.at, 'content', type, 'schema']);
    if (validate(r.json)) return;
    const { instancePath, message, params } = validate.errors[0];
    yield `${instancePath} ${message} ${JSON.stringify(params)}: ${r.text.slice(0, 300)}`;
  }

  *headerFaults(r, response) {
    const declared = Object.entries(response.headers)
      .map(([name, header]) => [name.toLowerCase(), header]);
    for (const [name, { required }] of declared)
      if (required && !(name in r.headers)) yield `the header ${name} is missing`;
    const known = new Map(declared);
    for (const name of Object.keys(r.headers))
      if (!known.has(name) && !STANDARD.has(name)) yield `the header ${name} is not declared`;
  }

  *problemFaults(r) {
    const isPage = r.type.startsWith('text/html');
    if (!isPage && r.json?.status !== r.status) yield `the problem says ${r.json?.status}`;
    const header = SAYS[r.status];
    if (header && !(header in r.headers)) yield `the header ${header} is missing`;
  }

  *faults(r) {
    const o = this.operationOf(r);
    const response = this.responseOf(o, r.status);
    if (response) {
      yield* this.bodyFaults(r, response);
      yield* this.headerFaults(r, response);
    } else yield o ? 'the status is not described' : 'is not described';
    if (r.status >= 400) yield* this.problemFaults(r);
  }

  // What of an answer is not as declared, in words.
  wrong(r) {
    return [...this.faults(r)].map((words) => `${r.method} ${r.path} ${r.status}: ${words}`);
  }
}

// ---- what is open -------------------------------------------------------------------------------

const isAny = (s) => !['type', '$ref', 'anyOf', 'oneOf', 'const', 'enum'].some((k) => k in s);
const isOf = (s, type) => [s.type].flat().includes(type);

// Places of a schema where anything may stand, as pointers: "*" for each item of a list or member
// of a map. What is open without saying so has a question mark behind it.
function* openPlaces(s, at) {
  if (isAny(s) || s.additionalProperties === true) {
    yield at;
    return;
  }
  const alternatives = [...(s.anyOf ?? []), ...(s.oneOf ?? [])];
  for (const x of alternatives) yield* openPlaces(x, at);
  for (const [name, x] of Object.entries(s.properties ?? {})) yield* openPlaces(x, `${at}/${name}`);
  for (const x of [s.additionalProperties, s.items]) if (x) yield* openPlaces(x, `${at}/*`);
  if (isOf(s, 'object') && s.additionalProperties === undefined && !alternatives.length)
    yield `${at}?`;
  if (isOf(s, 'array') && !s.items) yield `${at}/*?`;
}

// All of openapi.json, each as "operation body|status /pointer" or "schema /pointer".
export function openPlacesOf({ doc, operations }) {
  const json = (x) => x?.content?.['application/json']?.schema;
  const schemas = operations.flatMap(({ id, op }) => [
    [`${id} body`, json(op.requestBody)],
    ...Object.entries(op.responses).map(([status, x]) => [`${id} ${status}`, json(x)]),
  ]);
  schemas.push(...Object.entries(doc.components.schemas));
  return schemas.filter(([, s]) => s)
    .flatMap(([name, s]) => [...new Set(openPlaces(s, ''))].map((at) => `${name} ${at}`.trim()));
}
