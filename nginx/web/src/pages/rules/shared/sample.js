// Something to begin with: the examples that a form declares, put together. No Vue.
import { fieldsOf } from '../../../form/order.js';
import { copyOf, setAt } from '../../../api/pointer.js';

// Files and products are somebody's own; an example of them would name nothing.
const OWN = ['attachment', 'coverage'];

function exampleOf(field) {
  if (OWN.includes(field.type)) return undefined;
  if (field.example !== undefined && field.example !== null) return copyOf(field.example);
  if (field.type !== 'list' || !field.fields) return undefined;
  const item = {};
  for (const f of field.fields) {
    const value = exampleOf(f);
    if (value !== undefined) item[f.name] = value;
  }
  return Object.keys(item).length ? [item] : undefined;
}

export function sampleOf(form) {
  const data = {};
  for (const { path, field } of fieldsOf(form)) {
    const value = exampleOf(field);
    if (value !== undefined) setAt(data, path, value);
  }
  return data;
}

// What is typed as JSON: { data } or { fault: { line, column, message } }
export function dataOf(text) {
  try {
    const data = JSON.parse(text);
    if (data === null || typeof data !== 'object' || Array.isArray(data))
      return { fault: { line: 1, column: 1, kind: 'object' } };
    return { data };
  } catch (error) {
    return { fault: { ...placeOf(text, error.message), kind: 'syntax' } };
  }
}

// Browsers say it differently: "position 12", or "line 2 column 3".
function placeOf(text, message) {
  const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? [];
  if (line) return { line: Number(line), column: Number(column) };
  const at = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: [...before[before.length - 1]].length + 1 };
}
