-- 算法类别在备案编号里的两位代码：01 生成合成、02 个性化推送、03 排序精选、04 检索、05 过滤、06 调度决策。
-- 由约 170 个已知类别的真实编号归纳，未见官方说明；代码写在词表里。

return function(class, subclass)
  if class == 'retrieval_filtering' and subclass then
    return item('algorithm_subclass', subclass).number_code
  end
  return class and item('algorithm_class', class).number_code
end
