-- 主体信息前后一致；证件在有效期内；注册地代码。

local same = use('same')

rule {
  id = 'subject.certificate_name',
  title = '证件名称应与主体名称一致',
  law = '审核实践',
  severity = 'error',
  kinds = { 'subject' },
  reads = { 'filing.data.basic.name', 'filing.data.certificate.name' },
  check = function(facts, say)
    local name, other = facts.filing.data.basic.name, facts.filing.data.certificate.name
    if name and other and not same.is(name, other) then
      say.at('/certificate/name', '证件名称“' .. other .. '”与主体名称“' .. name .. '”不一致：'
        .. string.difference(other, name), '两处都照证件逐字填写')
    end
  end,
}

rule {
  id = 'subject.name_writing',
  title = '几处单位名称的写法宜一致',
  law = '审核实践',
  severity = 'notice',
  kinds = { 'subject' },
  reads = {
    'filing.data.basic.name', 'filing.data.certificate.name', 'filing.data.website.icp_holder',
  },
  check = function(facts, say)
    local data = facts.filing.data
    for _, it in ipairs({
      { '/certificate/name', data.certificate.name, '证件名称' },
      { '/website/icp_holder', data.website.icp_holder, 'ICP 备案主体' },
    }) do
      local how = data.basic.name and it[2] and same.writing(it[2], data.basic.name)
      if how then
        say.at(it[1], it[3] .. '与主体名称只有写法不同，如括号的全角半角、空格、部首字符：' .. how, '不影响提交')
      end
    end
  end,
}

rule {
  id = 'subject.account_name',
  title = '主体名称宜与注册账号时的单位名称一致',
  law = '审核实践',
  severity = 'warning',
  kinds = { 'subject' },
  reads = { 'filing.data.basic.name', 'organization.name' },
  check = function(facts, say)
    local name, account = facts.filing.data.basic.name, facts.organization.name
    if name and account and not same.is(name, account) then
      say.at('/basic/name', '主体名称与注册账号时的单位名称“' .. account .. '”不同', '请确认是否以本单位名义填报；更名的可按此提交')
    end
  end,
}

rule {
  id = 'subject.area_unknown',
  title = '注册地代码的前两位应是已知的省级代码',
  law = 'GB/T 2260',
  severity = 'warning',
  kinds = { 'subject' },
  reads = { 'filing.data.basic.area' },
  check = function(facts, say)
    local area = facts.filing.data.basic.area
    if area and match('^[0-9]{6}$', area) and not item('province', string.sub(area, 1, 2)) then
      say.at('/basic/area', '注册地代码 ' .. area .. ' 的前两位不是已知的省级代码', '请核对；确与实际一致的可按此提交')
    end
  end,
}

rule {
  id = 'certificate.expired',
  title = '主体证件应在有效期内',
  law = '审核实践',
  severity = 'error',
  kinds = { 'subject' },
  reads = {
    'filing.data.certificate.long_term', 'filing.data.certificate.valid_until', 'clock.today',
  },
  check = function(facts, say)
    local certificate, today = facts.filing.data.certificate, facts.clock.today
    local valid_until = certificate.valid_until
    if certificate.long_term ~= true and valid_until and valid_until < today then
      say.at('/certificate/valid_until', '主体证件已于 ' .. valid_until .. ' 到期',
        '请换领新证后填写新的有效期并上传新证扫描件')
    end
  end,
}

rule {
  id = 'certificate.expiring',
  title = '主体证件将到期的提醒',
  law = '本系统参数',
  severity = 'notice',
  kinds = { 'subject' },
  reads = {
    'filing.data.certificate.long_term', 'filing.data.certificate.valid_until', 'clock.today',
  },
  check = function(facts, say)
    local certificate, today = facts.filing.data.certificate, facts.clock.today
    local valid_until = certificate.valid_until
    if certificate.long_term == true or not valid_until or valid_until < today then return end
    if day_number(valid_until) - day_number(today) <= limits.certificate_notice_days then
      say.at('/certificate/valid_until', '主体证件将于 ' .. valid_until .. ' 到期',
        '换领新证后请及时变更主体信息')
    end
  end,
}
