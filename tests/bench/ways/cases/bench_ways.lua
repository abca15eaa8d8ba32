-- Twenty ways of ten moves each, beside the cases of the shipped set: judge_bench tells what one
-- takes.
for i = 1, 20 do
  case {
    name = '十步之路 ' .. i, form = 'algorithm', today = '2026-11-24',
    way = {
      { 'save' }, { 'submit' }, { 'claim' }, { 'release' }, { 'claim', by = '乙' },
      { 'return', by = '乙' }, { 'save' }, { 'submit' }, { 'claim', by = '丙' },
      { 'pass', by = '丙' },
    },
  }
end
