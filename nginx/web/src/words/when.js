// Dates and numbers as Chinese readers write them (2026年11月26日 9:05, 1,234, 1.5 MB), in Beijing
// time whatever the browser's zone is.
import { language } from './index.js';

const made = new Map();

function format(options) {
  const key = language() + JSON.stringify(options);
  if (!made.has(key)) {
    const all = { timeZone: 'Asia/Shanghai', ...options };
    made.set(key, new Intl.DateTimeFormat(language(), all));
  }
  return made.get(key);
}

const dateOf = (text) => new Date(text.length === 10 ? `${text}T00:00:00+08:00` : text);
const shown = (text, options) => {
  const date = text ? dateOf(text) : null;
  return date && !Number.isNaN(date.getTime()) ? format(options).format(date) : text || '—';
};

export const day = (text) => shown(text, { year: 'numeric', month: 'long', day: 'numeric' });
export const weekday = (text) =>
  shown(text, { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' });
export const moment = (text) =>
  shown(text, {
    year: 'numeric', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit',
    hour12: false,
  });
// To the second, where the order of things matters.
export const instant = (text) =>
  shown(text, {
    year: 'numeric', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit',
    second: '2-digit', hour12: false,
  });
export const clockTime = (text) =>
  shown(text, { hour: 'numeric', minute: '2-digit', hour12: false });

// YYYY-MM-DD of today in Beijing.
export const today = () =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());

export const number = (n) =>
  typeof n === 'number' ? new Intl.NumberFormat(language()).format(n) : '—';
export const percent = (part) =>
  new Intl.NumberFormat(language(), { style: 'percent', maximumFractionDigits: 0 }).format(part);

export function bytes(n) {
  if (!n) return '0 B';
  const units = ['B', 'KB', 'MB', 'GB'];
  const step = Math.min(3, Math.floor(Math.log2(n) / 10));
  const size = n / 1024 ** step;
  return `${size >= 10 || step === 0 ? Math.round(size) : size.toFixed(1)} ${units[step]}`;
}
