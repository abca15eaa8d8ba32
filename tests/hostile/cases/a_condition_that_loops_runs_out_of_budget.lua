-- ends: budget
-- file: forms/subject.lua
form {
  kind = 'subject', title = '测试表单', layout = 'sections', law = '测试法',
  section {
    id = 'basic', title = '基本信息', help = '测试', law = '测试法',
    field {
      name = 'name', label = '名称', type = 'text', max = 20, required = true, visibility = 'public',
      help = '测试', example = '示例',
    },
    field {
      name = 'more', label = '补充', type = 'text', max = 20, visibility = 'public', help = '测试',
      example = '示例',
      required_when = when('总是', { reads = { 'basic.name' } },
        function(data) while true do end end),
    },
  },
}
