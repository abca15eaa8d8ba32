// Brings a field into view and into focus, by its path; for a path into a list the nearest field
// that is drawn.
import { idOf } from './context.js';

export function focusField(path) {
  for (let at = path ?? ''; at; at = at.slice(0, at.lastIndexOf('/'))) {
    const id = idOf(at);
    const control = document.getElementById(id);
    const box = document.getElementById(`${id}-field`) ?? control;
    if (!box) continue;
    const target = control ?? box.querySelector('input, select, textarea, button') ?? box;
    box.scrollIntoView({ block: 'center' });
    target.focus({ preventScroll: true });
    return true;
  }
  return false;
}
