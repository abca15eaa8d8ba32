-- 网址与域名。

rule {
  id = 'identity.domain',
  title = '域名应当有效',
  law = '审核实践',
  severity = 'error',
  kinds = { 'subject' },
  reads = { 'filing.data.website.domain' },
  check = function(facts, say)
    local text = facts.filing.data.website.domain
    if not text then return end
    local ascii, why = domain(text)
    if not ascii then
      say.at('/website/domain', '域名无效：' .. (why or '格式不正确'),
        '只填域名，如 www.example.com 或中文域名，不带 http:// 与路径')
    end
  end,
}

-- 同一段里混用几种文字，可能冒充他人的域名。
local function looks_mixed(text)
  for _, part in ipairs(string.split(text, '.')) do
    if match('[\\p{Cyrillic}\\p{Greek}]', part) then return true end
    if match('[a-z]', part) and match('[^\\x00-\\x7f]', part) then return true end
  end
  return false
end

rule {
  id = 'identity.domain_idn',
  title = '国际化域名应核对其编码形式',
  law = '审核实践',
  severity = 'notice',
  kinds = { 'subject' },
  reads = { 'filing.data.website.domain' },
  check = function(facts, say)
    local text = facts.filing.data.website.domain
    if not text then return end
    local ascii, unicode = domain(text)
    if not ascii or ascii == unicode then return end
    local mixed = looks_mixed(unicode) and '，且混用了不同文字' or ''
    say.at('/website/domain', '域名的编码形式为 ' .. ascii .. mixed, '请核对是否为本单位的域名；不影响提交')
  end,
}

rule {
  id = 'identity.url',
  title = '网址应写完整',
  law = '审核实践',
  severity = 'error',
  kinds = { 'subject' },
  reads = { 'filing.data.website.url' },
  check = function(facts, say)
    local text = facts.filing.data.website.url
    if not text then return end
    local host, why = url(text)
    if not host then
      say.at('/website/url', why, '请以 http:// 或 https:// 开头，后接域名，如 https://www.example.com/')
    end
  end,
}

rule {
  id = 'website.url_domain',
  title = '网址应在所填域名之下',
  law = '审核实践',
  severity = 'warning',
  kinds = { 'subject' },
  reads = { 'filing.data.website.url', 'filing.data.website.domain' },
  check = function(facts, say)
    local site = facts.filing.data.website
    if not site.url or not site.domain then return end
    local host, wanted = url(site.url), domain(site.domain)
    if host and wanted and host ~= wanted and not string.ends(host, '.' .. wanted) then
      say.at('/website/url', '网址的域名 ' .. host .. ' 与所填域名 ' .. wanted .. ' 不一致', '请核对网址与域名')
    end
  end,
}
