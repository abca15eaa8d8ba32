// Does a file fit what the field takes? → '' or why not, with the file's name
import { bytes } from '../../words/when.js';
import { endingsOf, nameOf } from '../../words/media.js';
import { t } from '../../words/index.js';

const endingOf = (name) => name.split('.').pop().toLowerCase();

export function fitOf(file, { accept, max_bytes } = {}) {
  const { name } = file;
  const endings = accept?.flatMap(endingsOf) ?? [];
  const isKind = !accept || accept.includes(file.type) || endings.includes(endingOf(name));
  if (!isKind) return t('form.file_kind', { name, kinds: accept.map(nameOf).join('、') });
  if (file.size === 0) return t('form.file_empty', { name });
  if (max_bytes && file.size > max_bytes)
    return t('form.file_big', { name, size: bytes(file.size), most: bytes(max_bytes) });
  return '';
}
