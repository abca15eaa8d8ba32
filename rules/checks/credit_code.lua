-- 统一社会信用代码：校验位错是错；内含的组织机构代码校验位不符、别的单位用了同一代码，只提醒。

local credit_code = use('credit_code')

rule {
  id = 'identity.credit_code',
  title = '统一社会信用代码应能通过校验',
  law = 'GB 32100-2015',
  severity = 'error',
  kinds = { 'subject' },
  reads = { 'filing.data.basic.credit_code' },
  check = function(facts, say)
    local code = facts.filing.data.basic.credit_code
    if not code then return end
    local ok, why = credit_code.check(code)
    if not ok then say.at('/basic/credit_code', '统一社会信用代码' .. why, '请按主体证件逐位核对') end
  end,
}

rule {
  id = 'identity.organization_code',
  title = '信用代码第 9 至 17 位应是有效的组织机构代码',
  law = 'GB 11714',
  severity = 'warning',
  kinds = { 'subject' },
  reads = { 'filing.data.basic.credit_code' },
  check = function(facts, say)
    local code = facts.filing.data.basic.credit_code
    if not code or not credit_code.check(code) then return end
    if credit_code.organization_code_ok(code) then return end
    say.at('/basic/credit_code', '信用代码第 9 至 17 位的组织机构代码校验位不符', '请核对证件；确与证件一致的可按此提交')
  end,
}

rule {
  id = 'identity.credit_code_prefix',
  title = '信用代码的前几位应在标准的代码表内',
  law = 'GB 32100-2015',
  severity = 'warning',
  kinds = { 'subject' },
  reads = { 'filing.data.basic.credit_code' },
  check = function(facts, say)
    local code = facts.filing.data.basic.credit_code
    if not code or not credit_code.check(code) then return end
    local why = credit_code.prefix_unknown(code)
    if why then
      say.at('/basic/credit_code', '信用代码' .. why, '请核对证件；确与证件一致的可按此提交')
    end
  end,
}

rule {
  id = 'identity.credit_code_kind',
  title = '信用代码的前两位应与主体类型相符',
  law = 'GB 32100-2015',
  severity = 'warning',
  kinds = { 'subject' },
  reads = { 'filing.data.basic.credit_code', 'filing.data.basic.entity_type' },
  check = function(facts, say)
    local basic = facts.filing.data.basic
    local code, chosen = basic.credit_code, basic.entity_type
    if not code or not chosen or not credit_code.check(code) then return end
    if credit_code.prefix_unknown(code) then return end
    local other = credit_code.other_kind(code, chosen)
    if other then
      say.at('/basic/credit_code', '信用代码以 ' .. string.sub(code, 1, 2) .. ' 开头，是“' .. other
        .. '”的代码，而主体类型选的是“' .. label('entity_type', chosen) .. '”',
        '请核对信用代码与主体类型；确与证件一致的可按此提交')
    end
  end,
}

rule {
  id = 'subject.credit_code_elsewhere',
  title = '同一信用代码只应有一个账号填报',
  law = '审核实践',
  severity = 'warning',
  kinds = { 'subject' },
  reads = { 'organization.credit_code_elsewhere' },
  check = function(facts, say)
    if facts.organization.credit_code_elsewhere == true then
      say.at('/basic/credit_code', '该统一社会信用代码已由另一账号填报', '请联系本单位已有账号的所有者；联系不上的，可凭证明材料在“单位认领”中申请')
    end
  end,
}
