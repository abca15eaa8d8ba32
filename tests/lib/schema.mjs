// Applies JSON Schema 2020-12 as a program would, by ajv.
import assert from 'node:assert/strict';
import Ajv2020 from 'ajv/dist/2020.js';
import { fillFromForms, schemaAt, valueAt } from './forms.mjs';

export const ajv = () => new Ajv2020({ strict: false, allErrors: true, validateFormats: false });

// Fills only what the schema requires, and finds that out as a program would: it validates, adds
// what is missing, and goes on until nothing is.
export async function fillRequired(form, ctx) {
  const validate = ajv().compile(form.schema);
  const full = await fillFromForms(form, ctx);
  const data = {};
  for (let round = 0; round < 100; round++) {
    if (validate(data)) return data;
    const missing = validate.errors.filter((e) => e.keyword === 'required');
    if (!missing.length) break;
    for (const e of missing) {
      const pointer = `${e.instancePath}/${e.params.missingProperty}`;
      const s = schemaAt(form.schema, pointer);
      let value = valueAt(full, pointer);
      if (s?.type === 'object' && s.properties) value = {};
      const parent = valueAt(data, e.instancePath) ?? data;
      assert.ok(value !== undefined, `required, but declared nowhere: ${pointer}`);
      parent[e.params.missingProperty] = structuredClone(value);
    }
  }
  assert.fail(`the schema refuses what it declares: ${JSON.stringify(validate.errors, null, 1)}`);
}
