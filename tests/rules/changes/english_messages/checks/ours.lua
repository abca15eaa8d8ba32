rule {
  id = 'ours.scenario', title = '使用场景应写清楚', title_en = 'Describe the scenario',
  law = '审核实践', severity = 'notice', kinds = { 'algorithm' },
  reads = { 'filing.data.basic.scenario' },
  check = function(facts, say)
    local text = facts.filing.data.basic.scenario
    if text and string.len(text) < 10 then say.at('/basic/scenario', '写得过短', '请写清楚') end
  end,
}
