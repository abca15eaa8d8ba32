case {
  name = '去未办结较少的一组', form = 'algorithm',
  facts = {
    ['/workload'] = {
      { pool = 'north', reviewers = 2, tasks = 5 }, { pool = 'south', reviewers = 1, tasks = 4 },
    },
  },
  expect = { route = { pool = 'south' } },
}

case {
  name = '没有人的一组不去', form = 'subject',
  facts = {
    ['/workload'] = {
      { pool = 'north', reviewers = 2, tasks = 5 }, { pool = 'south', reviewers = 0, tasks = 0 },
    },
  },
  expect = { route = { pool = 'north' } },
}
