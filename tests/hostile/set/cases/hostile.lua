case {
  name = '坏名称被指出', form = 'subject', rule = 'test.hostile', at = '/basic/name', accepts = { '好' },
  rejects = { '坏' },
}
