-- 模型与审核策略。

local number = use('filing_number')

rule {
  id = 'model.provider_number',
  title = '第三方提供方的算法备案号应能通过校验',
  law = '审核实践',
  severity = 'warning',
  kinds = { 'algorithm' },
  reads = { 'filing.data.model.models' },
  check = function(facts, say)
    for i, model in ipairs(facts.filing.data.model.models or {}) do
      local text = model.provider_filing_number
      if text then
        local ok, why = number.parse(text, '网信算备', '号')
        if not ok then
          say.at('/model/models/' .. (i - 1) .. '/provider_filing_number',
            '提供方算法备案号有误：' .. why, '请照公示的编号核对；大模型备案号另填一栏')
        end
      end
    end
  end,
}

rule {
  id = 'strategy.no_review',
  title = '输入与结果都应有审核方式',
  law = '审核实践',
  severity = 'warning',
  kinds = { 'algorithm' },
  reads = { 'filing.data.strategy.input_review', 'filing.data.strategy.output_review' },
  check = function(facts, say)
    local strategy = facts.filing.data.strategy
    for _, it in ipairs({ { 'input_review', '输入' }, { 'output_review', '结果' } }) do
      if strategy[it[1]] == 'none' then
        say.at('/strategy/' .. it[1], it[2] .. '未设审核', '审核中多会要求输入、结果两道审核；确不需要的请在审核范围中说明理由')
      end
    end
  end,
}

rule {
  id = 'data.no_training',
  title = '“不涉及训练”不与其他来源同选',
  law = '审核实践',
  severity = 'warning',
  kinds = { 'algorithm' },
  reads = { 'filing.data.data.training_sources' },
  check = function(facts, say)
    local sources = facts.filing.data.data.training_sources or {}
    for _, code in ipairs(sources) do
      if code == 'none' and #sources > 1 then
        say.at('/data/training_sources', '既选了“不涉及训练”又选了其他来源', '请核对后只保留实际情况')
      end
    end
  end,
}

rule {
  id = 'large_model.number',
  title = '大模型备案号不是算法备案编号',
  law = '生成式人工智能服务管理暂行办法 17',
  since = '2023-08-15',
  severity = 'warning',
  kinds = { 'algorithm' },
  reads = { 'filing.data.large_model.number' },
  check = function(facts, say)
    local text = facts.filing.data.large_model.number
    if text and string.find(text, '网信算备') then
      say.at('/large_model/number', '此处填成了算法备案编号', '大模型备案号形如 Beijing-名称-日期加序号，登记号另含字母 S；没有可不填')
    end
  end,
}
