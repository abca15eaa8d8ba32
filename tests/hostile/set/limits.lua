limit { name = 'name_max', title = '名称字数', value = 20, law = '测试法' }
