// The copy on this machine of what the core has not got yet. It is written at most once a second,
// and it belongs to one account: another must not find it.
const MOST_AGE = 14 * 24 * 3600 * 1000;

export function copiesIn(storage, key, { now = Date.now, every = 1000 } = {}) {
  let last = 0;
  let timer = null;
  let waiting = null;

  function put() {
    timer = null;
    last = now();
    try {
      storage.setItem(key, JSON.stringify({ ...waiting, at: last }));
    } catch {
      // Full or forbidden: the core still gets the text by itself.
    }
  }

  return {
    read() {
      try {
        const kept = JSON.parse(storage.getItem(key) ?? 'null');
        return kept && now() - kept.at < MOST_AGE ? kept : null;
      } catch {
        return null;
      }
    },
    write(value, atOnce = false) {
      waiting = value;
      if (atOnce) {
        clearTimeout(timer);
        return put();
      }
      if (timer !== null) return;
      const ms = last + every - now();
      if (ms <= 0) put();
      else timer = setTimeout(put, ms);
    },
    clear() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      storage.removeItem(key);
    },
  };
}

// Copies of other accounts, on a machine that several people use, go when one logs out.
export function forgetAll(storage) {
  const ours = Object.keys(storage).filter((key) => key.startsWith('suanbei:draft:'));
  for (const key of ours) storage.removeItem(key);
}
