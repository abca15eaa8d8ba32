vocabulary { id = 'colour', title = '颜色', law = '测试法', items = { { code = 'red', label = '红' } } }
