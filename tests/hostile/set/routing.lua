routing {
  law = '测试法', reads = { 'filing.kind' },
  route = function() return { area = '110108', class = '', stage = 'early' } end,
}
