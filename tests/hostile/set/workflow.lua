workflow {
  law = '测试法', states = { { code = 'draft', label = '草稿', editable = true } }, transitions = {},
  stages = {}, gates = {},
}
