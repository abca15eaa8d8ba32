publication {
  law = '测试法', reads = { 'filing.data.basic.name' },
  organization = function(facts) return { name = facts.filing.data.basic.name } end,
  entry = function(facts) return { algorithm_name = facts.filing.data.basic.name } end,
}
