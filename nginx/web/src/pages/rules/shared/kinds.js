// Which forms a set declares: [{ code, title }]
import { get } from '../../../api/client.js';

export async function kindsOf(hash) {
  const { declared } = await get(`/rule-sets/${hash}/declared`);
  return (declared ?? []).filter((d) => d.word === 'form')
    .map((d) => ({ code: d.id.replace(/^form\./, ''), title: d.title }));
}
