// The calendars of the rules, changed.
export const dayOf = (ms) => new Date(ms).toISOString().slice(0, 10);

// The calendar of a year as decreed, with a day and the two after it off.
export function withDaysOff(text, day) {
  const year = day.slice(0, 4);
  const datesOf = (word) => {
    const found = new RegExp(`${word} = \\{([^}]*)\\}`).exec(text);
    return found?.[1].match(/\d{4}-\d\d-\d\d/g) ?? [];
  };
  const off = [0, 1, 2].map((n) => dayOf(Date.parse(day) + n * 864e5));
  const holidays = new Set([...datesOf('holidays'), ...off.filter((d) => d.startsWith(year))]);
  const workdays = datesOf('workdays').filter((d) => !holidays.has(d));
  const list = (dates) => dates.map((d) => `'${d}', `).join('');
  return `calendar {
  year = ${year}, source = '测试用的通知',
  holidays = { ${list([...holidays].sort())}}, workdays = { ${list(workdays)}},
}
`;
}
