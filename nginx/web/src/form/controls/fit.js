// Does a file fit what the field takes? → '' or why not, with the file's name
import { bytes } from '../../words/when.js';
import { t } from '../../words/index.js';

const ENDINGS = {
  'application/pdf': ['pdf'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
};
const endingOf = (name) => name.split('.').pop().toLowerCase();

export function fitOf(file, { accept, max_bytes } = {}) {
  const { name } = file;
  const endings = accept?.flatMap((type) => ENDINGS[type] ?? []) ?? [];
  const isKind = !accept || accept.includes(file.type) || endings.includes(endingOf(name));
  if (!isKind) return t('form.file_kind', { name, kinds: endings.join('、').toUpperCase() });
  if (file.size === 0) return t('form.file_empty', { name });
  if (max_bytes && file.size > max_bytes)
    return t('form.file_big', { name, size: bytes(file.size), most: bytes(max_bytes) });
  return '';
}
