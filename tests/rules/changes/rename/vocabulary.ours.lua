item {
  list = 'algorithm_class', code = 'personalized_push', label = '个性化推荐类', reason = '与新文件的说法一致',
}
