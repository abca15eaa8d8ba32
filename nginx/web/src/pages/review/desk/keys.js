// Single keys of the desk: they work when no text is being written and can be turned off.
//   j k  next and previous place   n  next place with a mark   r  write a reason   ?  this list
import { onBeforeUnmount, onMounted, ref } from 'vue';

const KEPT = 'suanbei:review:keys';
const isWriting = (e) => e.closest?.('input, textarea, select, dialog, [contenteditable]');

function kept() {
  try {
    return globalThis.localStorage.getItem(KEPT) !== 'off';
  } catch {
    return true;
  }
}

const places = () => [...document.querySelectorAll('[data-place]')];

// The place that has the focus, or the first one that is on the screen.
function here(all) {
  const at = document.activeElement?.closest('[data-place]');
  if (at) return { n: all.indexOf(at), isOn: true };
  const n = all.findIndex((p) => p.getBoundingClientRect().bottom > 80);
  return { n: Math.max(0, n), isOn: false };
}

function step(by, isWanted = () => true) {
  const all = places();
  const { n, isOn } = here(all);
  const from = isOn ? n + by : n;
  for (let i = from; i >= 0 && i < all.length; i += by) {
    if (!isWanted(all[i])) continue;
    all[i].scrollIntoView({ block: 'nearest' });
    all[i].focus();
    return;
  }
}

const hasMark = (p) => p.querySelector('.change, .desk-found, .desk-asked, .desk-reason');
const writeHere = () =>
  document.activeElement?.closest('[data-place]')?.querySelector('[data-write]')?.click();

export function useKeys(help) {
  const isOn = ref(kept());
  const acts = {
    j: () => step(1), k: () => step(-1), n: () => step(1, hasMark), r: writeHere, '?': help,
  };
  function press(event) {
    const { key, ctrlKey, metaKey, altKey, target } = event;
    if (!isOn.value || ctrlKey || metaKey || altKey || isWriting(target)) return;
    if (!Object.hasOwn(acts, key)) return;
    event.preventDefault();
    acts[key]();
  }
  function turn(on) {
    isOn.value = on;
    globalThis.localStorage.setItem(KEPT, on ? 'on' : 'off');
  }
  onMounted(() => addEventListener('keydown', press));
  onBeforeUnmount(() => removeEventListener('keydown', press));
  return { isOn, turn };
}
