-- ends: human
-- says: 步数
match('(*LIMIT_MATCH=4000000000)(*LIMIT_DEPTH=4000000000)(*LIMIT_HEAP=4000000000)^(a+)+$',
  string.rep('a', 40) .. 'b')
