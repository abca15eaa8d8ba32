-- 法定代表人、算法安全责任人的证件号码。

local id_document = use('id_document')

rule {
  id = 'identity.resident_id',
  title = '居民身份证号码应能通过校验',
  law = 'GB 11643-1999',
  severity = 'error',
  kinds = { 'subject' },
  reads = id_document.reads,
  check = function(facts, say)
    for _, who in ipairs(id_document.people(facts.filing.data)) do
      if who.type == 'resident_id' then
        local ok, why = id_document.check_resident(who.number, facts.clock.today)
        if not ok then say.at(who.at, who.title .. '的居民身份证号码' .. why, '请照证件逐位核对') end
      end
    end
  end,
}

rule {
  id = 'identity.resident_id_area',
  title = '居民身份证号码的前两位应是已知的省级代码',
  law = 'GB/T 2260',
  severity = 'warning',
  kinds = { 'subject' },
  reads = id_document.reads,
  check = function(facts, say)
    for _, who in ipairs(id_document.people(facts.filing.data)) do
      if who.type == 'resident_id' and id_document.check_resident(who.number, facts.clock.today)
        and not id_document.resident_area_known(who.number) then
        local seems = id_document.seems(who.number)
        say.at(who.at, who.title .. '的居民身份证号码前两位不是已知的省级代码'
          .. (seems and '，像是' .. label('id_document', seems) .. '的号码' or ''),
          seems and '请核对证件类型与号码；确与证件一致的可按此提交' or '请核对；确与证件一致的可按此提交')
      end
    end
  end,
}

-- 其他证件的格式未经核实，所以只提醒。
rule {
  id = 'identity.other_document',
  title = '其他证件的号码格式应与证件类型相符',
  law = '本系统参数',
  severity = 'warning',
  kinds = { 'subject' },
  reads = id_document.reads,
  check = function(facts, say)
    for _, who in ipairs(id_document.people(facts.filing.data)) do
      if not id_document.format_ok(who.type, who.number) then
        say.at(who.at, who.title .. '的证件号码不像' .. label('id_document', who.type) .. '号码',
          '请核对证件类型与号码；确与证件一致的可按此提交')
      end
    end
  end,
}

rule {
  id = 'identity.residence_permit',
  title = '港澳台居民居住证、外国人永久居留身份证号码应能通过校验',
  law = 'GB 11643-1999',
  severity = 'warning',
  kinds = { 'subject' },
  reads = id_document.reads,
  check = function(facts, say)
    for _, who in ipairs(id_document.people(facts.filing.data)) do
      local ok, why = id_document.check_permit(who.type, who.number, facts.clock.today)
      if not ok then
        say.at(who.at, who.title .. '的' .. label('id_document', who.type) .. '号码' .. why,
          '请照证件逐位核对；确与证件一致的可按此提交')
      end
    end
  end,
}
