// What somebody who has not logged in may send to POST /check to make it work the most: bodies as
// large as he may send, by what is wrong with them.
import { algorithmData, form, product, productData } from './way.mjs';

const BODY_MOST = 500 * 1024;
const many = (n, make) => Array.from({ length: n }, (_, i) => make(i));
const object = (n, make) => Object.fromEntries(many(n, make));

function fieldOf(sections, type) {
  for (const s of sections) for (const f of s.fields) if (f.type === type) return [s.id, f.name];
  throw new Error(`no field of type ${type}`);
}

// → a usual body, and by name those that cost the most
export async function strangersBodies(company) {
  const data = await algorithmData(company, await product(company));
  const { sections } = await form(company, 'algorithm');
  const goods = await productData(company);
  const [choices, coverage] = ['choices', 'coverage'].map((t) => fieldOf(sections, t));
  const put = ([section, name], value) => {
    const copy = structuredClone(data);
    copy[section] = { ...copy[section], [name]: value };
    return copy;
  };
  const algorithm = (x) => JSON.stringify({ kind: 'algorithm', action: 'initial', data: x });
  const paths = (functions) => many(90, () => ({ ...goods.paths[0], functions }));
  const tree = (functions) =>
    JSON.stringify({ kind: 'product', data: { ...goods, paths: paths(functions) } });
  const name = ['basic', 'name'];
  const deep = (n) => (n === 0 ? 1 : [deep(n - 1)]);
  const bodies = {
    'unknown sections': algorithm(object(30000, (i) => [`k${i}`, 1])),
    'unknown fields': algorithm({ basic: object(30000, (i) => [`k${i}`, 1]) }),
    'long keys that are nearly the same': algorithm({
      basic: object(4000, (i) => ['k'.repeat(100) + i, '']) }),
    'a thousand wrong items': algorithm(put(coverage, many(499, () =>
      object(80, (i) => [`k${i}`, 1])))),
    'choices that nobody offers': algorithm(put(choices, many(499, (i) => 'x'.repeat(900) + i))),
    'a text of half a megabyte': algorithm(put(name, 'x'.repeat(450000))),
    'a text of escapes': algorithm(put(name, '\u0001\u0002'.repeat(35000))),
    'deep lists': algorithm(put(name, many(3900, () => deep(55)))),
    'a list that is far too long': algorithm(put(name, many(160000, () => 1))),
    'a large product': tree(many(85, (i) => ({ name: `f${i}`, description: '说明' }))),
    'a product of blanks': tree(many(60, () => ({ name: ' ', description: '' }))),
    'a product of numbers': tree(many(400, () => 1)),
    'a product of nothings': tree(many(90, () => ({}))),
    'a day of half a megabyte': JSON.stringify({
      kind: 'subject', action: 'initial', data: {}, clock: { today: '2'.repeat(450000) } }),
    'unknown members of the command': JSON.stringify({
      kind: 'subject', action: 'initial', data: {}, ...object(30000, (i) => [`k${i}`, 1]) }),
    nothing: algorithm({}),
  };
  for (const [what, body] of Object.entries(bodies)) {
    const size = Buffer.byteLength(body);
    if (size > BODY_MOST) throw new Error(`${what}: ${size} bytes are more than a guest may send`);
  }
  return { usual: algorithm(data), bodies };
}
