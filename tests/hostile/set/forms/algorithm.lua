form {
  kind = 'algorithm', title = '测试表单', layout = 'sections', law = '测试法',
  section {
    id = 'basic', title = '基本信息', help = '测试', law = '测试法',
    field {
      name = 'name', label = '名称', type = 'text', max = 20, required = true, visibility = 'public',
      help = '测试', example = '示例',
    },
  },
}
