-- 要公示的文字：不含个人的号码，不是占位的字，不用广告里的绝对化用语。

local public, digits = use('public_text'), use('digits')

local NUMBERS = { identity = '居民身份证号码', mobile = '手机号码', card = '银行卡号' }

rule {
  id = 'public.personal_number',
  title = '要公示的文字不应有身份证号、手机号、银行卡号',
  law = '审核实践',
  severity = 'error',
  kinds = public.kinds,
  reads = { 'clock.today', table.unpack(public.reads) },
  check = function(facts, say)
    public.each(facts, function(at, text)
      for _, found in ipairs(digits.find(text, facts.clock.today)) do
        say.at(at, '这段文字会向社会公开，其中有' .. NUMBERS[found.kind] .. ' ' .. found.shown,
          '请删去；要留联系方式，写单位的固定电话或网址')
      end
    end)
  end,
}

-- ---- 绝对化用语：词表 absolute_claim -----------------------------------------------------------------

local function patterns_of(list)
  local patterns = {}
  for i, item in ipairs(items(list)) do patterns[i] = item.pattern end
  return patterns
end

rule {
  id = 'public.absolute_claim',
  title = '要公示的文字不宜用绝对化的宣传用语',
  law = '广告法 9',
  severity = 'warning',
  kinds = public.kinds,
  reads = public.reads,
  check = function(facts, say)
    local patterns = patterns_of('absolute_claim')
    public.each(facts, function(at, text)
      local found = {}
      for i, groups in ipairs(captures(patterns, string.fold(text))) do
        found[i] = '“' .. groups[1] .. '”'
      end
      if #found > 0 then
        say.at(at, '有绝对化的宣传用语' .. table.concat(found, '、'),
          '备案信息不是广告，请改为可以核实的事实；确是技术用语的不影响提交')
      end
    end)
  end,
}

-- ---- 占位的字 ------------------------------------------------------------------------------------

-- 折叠后的整段文字只有这些：没有填。各项不互相包含着重复，长文字也一遍看完。
local FILLER = '^(?:测试(?:文本|文字|内容|数据|一下|用)?|test|待(?:补充|完善|填写?|定|确认)|同上|略|暂?无|没有|占位'
  .. '|示例文字|请填写|请输入|此处填写|未填写|x|asdf|qwer|todo|tbd|n/?a|none|null|1{3,}+|0{3,}+|123(?:456)?'
  .. '|\\p{P})++$'
-- 一个字连写四遍以上，一个字母或几个字连写三遍以上。
local AGAIN = '^(?:(.)\\1{3,}|([a-z])\\2{2,}|(.{2,12}?)\\3{2,})$'
-- 夹在文字中间的。
local PLACEHOLDER = '(loremipsum|待(?:补充|完善|填写)|此处(?:填写|输入)|请(?:在此)?(?:填写|输入)(?=\\p{P}|$)'
  .. '|x{3,}|×{3,}|某某(?:公司|产品|平台)|todo|tbd)'
local function is_filler(folded) return match(FILLER, folded) end

local function filler_in(folded)
  local found = capture(PLACEHOLDER, folded)
  if found then return '占位的“' .. found[1] .. '”' end
  if match(AGAIN, folded) then return '只是重复的几个字' end
  -- 一个字连着六遍以上，一个词连着三遍，中间有没有标点都算。
  local word = string.repeated(folded, 1, 1, 6) or string.repeated(folded, 2, 12, 3)
  return word and '连着重复的“' .. word .. '”'
end

rule {
  id = 'public.filler',
  title = '要公示的文字不应只是占位',
  law = '审核实践',
  severity = 'error',
  kinds = public.kinds,
  reads = public.reads,
  check = function(facts, say)
    public.each(facts, function(at, text)
      if is_filler(string.fold(text)) then
        say.at(at, '“' .. string.sub(text, 1, 20) .. '”只是占位的字，没有内容', '请如实填写；选填而没有内容的请留空')
      end
    end)
  end,
}

rule {
  id = 'public.placeholder',
  title = '要公示的文字里不宜有占位、重复的字',
  law = '审核实践',
  severity = 'warning',
  kinds = public.kinds,
  reads = public.reads,
  check = function(facts, say)
    public.each(facts, function(at, text)
      local folded = string.fold(text)
      local found = filler_in(folded)
      if found and not is_filler(folded) then
        say.at(at, '其中有' .. found, '请改成实际内容，不再需要的请删去')
      end
    end)
  end,
}
