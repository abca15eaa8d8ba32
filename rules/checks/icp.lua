-- ICP 备案号的写法与主体。

local PROVINCES = '京|津|沪|渝|冀|豫|云|滇|辽|黑|湘|皖|鲁|新|苏|浙|赣|鄂|桂|甘|陇|晋|蒙|陕|吉|闽|贵|黔|粤|青|藏|川|蜀|宁|琼'
local USUAL = '^(' .. PROVINCES .. ')ICP备([0-9]{8}|[0-9]{10})号(-[0-9]{1,5}[A-Z]?)?$'
local OLD = '^(' .. PROVINCES .. ')ICP备[0-9]{5,7}号(-[0-9]{1,5}[A-Z]?)?$' -- 很早的 5 至 7 位号

local same = use('same')

local function tidy(text) return string.upper(string.fold(text)) end

-- 另外两种常被填在这里的号；nil 不像。
local function other_number(text)
  if string.find(text, '公网安备') then return '公安备案号' end
  if string.find(text, 'ICP证') or match('^(' .. PROVINCES .. ')?(A|B)[12]-', text) then
    return '增值电信业务经营许可证号'
  end
  return nil
end

rule {
  id = 'identity.icp_number',
  title = 'ICP 备案号格式应正确',
  law = '审核实践',
  severity = 'error',
  kinds = { 'subject' },
  reads = { 'filing.data.website.icp_number' },
  check = function(facts, say)
    local text = facts.filing.data.website.icp_number
    if not text or match(USUAL, tidy(text)) or match(OLD, tidy(text)) then return end
    local why = 'ICP 备案号格式不正确'
    local seems = other_number(tidy(text))
    if seems then why = '所填似为' .. seems .. '，请填写 ICP 备案号' end
    say.at('/website/icp_number', why,
      '应写作“省份简称ICP备8 位或 10 位数字号”，网站号再加“-数字”，如 京ICP备2021000000号-1')
  end,
}

rule {
  id = 'identity.icp_old',
  title = '很早的 ICP 备案号请再核对',
  law = '审核实践',
  severity = 'notice',
  kinds = { 'subject' },
  reads = { 'filing.data.website.icp_number' },
  check = function(facts, say)
    local text = facts.filing.data.website.icp_number
    if text and match(OLD, tidy(text)) then
      say.at('/website/icp_number', 'ICP 备案号只有 5 至 7 位数字，是很早的写法',
        '请核对是否漏写数字；确与备案一致的可按此提交')
    end
  end,
}

rule {
  id = 'subject.icp_holder',
  title = 'ICP 备案主体应与填报主体一致',
  law = '审核实践',
  severity = 'error',
  kinds = { 'subject' },
  reads = { 'filing.data.website.icp_holder', 'filing.data.basic.name' },
  check = function(facts, say)
    local holder, name = facts.filing.data.website.icp_holder, facts.filing.data.basic.name
    if holder and name and not same.is(holder, name) then
      say.at('/website/icp_holder', 'ICP 备案主体“' .. holder .. '”与主体名称“' .. name .. '”不一致：'
        .. string.difference(holder, name), '请使用本单位自己备案的网站，或先办理 ICP 备案主体变更')
    end
  end,
}
