// What a reviewer works: rows of area, class and group, each '' for all. Areas are kept as the
// beginning of a code, so that 11 takes in 110108.
import { get } from '../../../api/client.js';
import { areasBelow, wayTo } from '../../../form/areas.js';
import { t } from '../../../words/index.js';

export const codeOf = (prefix) => (prefix ? prefix.padEnd(6, '0') : undefined);
export const prefixOf = (code) => (code ?? '').replace(/(00)+$/, '');

export async function areaLabel(prefix) {
  const way = wayTo(codeOf(prefix));
  let last = null;
  for (let n = 0; n < prefix.length / 2; n++) {
    const own = (await areasBelow(last?.code ?? '')).find((a) => way.includes(a.code));
    if (!own) break;
    last = own;
  }
  return last ? last.path ?? last.label : prefix;
}

// Classes are routed by the two digits that numbers of filings have; a finer list says more.
export async function loadClasses() {
  const by = new Map();
  for (const list of Object.values(await get('/vocabulary')))
    for (const i of list.items) if (i.number_code) by.set(i.number_code, i.label);
  return [...by].map(([code, label]) => ({ code, label }))
    .sort((a, b) => a.code.localeCompare(b.code));
}

export const isAll = (scope) => scope.every((r) => !r.area && !r.class && !r.pool);

// → 北京市 · 生成合成类 · 甲组
export function rowText(row, { areas, classes, pools }) {
  const label = (list, code) => list.find((x) => x.code === code)?.label ?? code;
  const parts = [
    row.area && (areas[row.area] ?? row.area),
    row.class && label(classes, row.class),
    row.pool && label(pools, row.pool),
  ].filter(Boolean);
  return parts.length ? parts.join(' · ') : t('admin.everything');
}
