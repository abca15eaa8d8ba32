-- 试验用：起算日计入。
limit { name = 'count_start_day', title = '起算日计入', value = true, law = '本系统参数' }
