-- 与本单位、其他单位的备案相比。
rule {
  id = 'ours.own_in_review', title = '同时在审的算法备案不应多于三件',
  law = '本系统参数', severity = 'error', kinds = { 'algorithm' },
  reads = { 'organization.filings' },
  check = function(facts, say)
    local n = 0
    for _, other in ipairs(facts.organization.filings or {}) do
      if other.kind == 'algorithm' and other.standing == 'review' then n = n + (other.n or 1) end
    end
    if n >= 3 then say.at('', '本单位已有 ' .. n .. ' 件在审', '请待其中一件审结后再提交') end
  end,
}

rule {
  id = 'ours.name_elsewhere', title = '名称不应与其他单位的备案相同',
  law = '本系统参数', severity = 'warning', kinds = { 'algorithm' },
  reads = { 'filing.same_elsewhere' },
  check = function(facts, say)
    local same = facts.filing.same_elsewhere
    if same and same.name then say.at('/basic/name', '名称与其他单位的备案相同', '请在名称前加主体或产品名') end
  end,
}
