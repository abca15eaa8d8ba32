calendar { year = 2026, source = '测试', holidays = { '2026-01-01' }, workdays = {} }
