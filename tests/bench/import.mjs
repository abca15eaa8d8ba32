// An official list taken into an empty register while it serves: seconds by the clock.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Instance, program, root } from '../lib/instance.mjs';
import { registerNumber } from '../lib/forms.mjs';

const rows = Number(process.env.IMPORT_ROWS ?? 10000);

function list() {
  const head = '序号,算法名称,算法类别,主体名称,应用产品,主要用途,备案编号,备注';
  const line = (_, n) => {
    const digits = `110108${String(n + 1).padStart(7, '0')}0124001`;
    return `${n + 1},推荐算法${n},个性化推送类,示例科技${n}有限公司,产品${n}(APP),`
      + `根据用户的兴趣推荐第${n}类资讯,${registerNumber(digits)},`;
  };
  return [head, ...Array.from({ length: rows }, line)].join('\n') + '\n';
}

// Fails when a row is refused.
function take(instance, file) {
  const where = ['--state', instance.var, '--rules', join(root, 'rules')];
  const stdio = ['ignore', 'ignore', 'inherit'];
  const child = spawn(program, ['import', ...where, '--on', '2024-06-01', file], { stdio });
  return new Promise((resolve, reject) => {
    const end = (code) => (code ? reject(new Error(`import ended with ${code}`)) : resolve());
    child.once('error', reject).once('close', end);
  });
}

export async function importPart({ target }) {
  const instance = await Instance.start();
  try {
    const file = join(instance.folder, 'list.csv');
    writeFileSync(file, list());
    const from = performance.now();
    await take(instance, file);
    const seconds = (performance.now() - from) / 1000;
    target(`seconds to import ${rows} rows`, seconds, 10, true);
    return { rows, seconds };
  } finally {
    await instance.end().catch((error) => console.error(error.message));
  }
}
