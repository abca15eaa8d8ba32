case {
  name = '办结目标：退回后停，再交后接着数', form = 'algorithm', today = '2026-11-02',
  way = {
    { 'submit', expect = { deadlines = { { name = 'target', due_on = '2026-11-30' } } } },
    { 'claim' },
    {
      'return', on = '2026-11-05',
      expect = { deadlines = { { name = 'target', state = 'paused' } } },
    },
    {
      'submit', on = '2026-11-13',
      expect = { deadlines = { { name = 'target', state = 'running', due_on = '2026-12-09' } } },
    },
  },
}
