-- validate: compares the data of a filing with its form. Returns what is wrong and a cleaned copy
-- in which every value is as it was declared, so that no check trips over a number where a text
-- should be, a text of a megabyte or a day that no calendar has: what is malformed is reported here
-- once and is nil to the rules. A list of which an item is reported is nil as a whole, for the
-- others would lose their places; of items made of fields only the field is.
local host = host
local hs = host.string
local time = host.engine('time')
local forms = host.engine('forms')
local validate = {}

local MOST = host.ceilings.findings_max.most
local floor, htype, len = host.floor, host.type, hs.len
local null, byte, next = host.null, string.byte, next

validate.rules = {
  { id = 'form.required', title = '必填项不得为空' }, { id = 'form.type', title = '数据类型与表单一致' },
  { id = 'form.choice', title = '取值在词表之内' }, { id = 'form.length', title = '文字长度在限度之内' },
  { id = 'form.range', title = '数值在限度之内' }, { id = 'form.pattern', title = '格式与要求一致' },
  { id = 'form.character', title = '没有看不见、会误导人或损坏的字符' },
  { id = 'form.date', title = '日期真实存在，且在限度之内' }, { id = 'form.items', title = '列表条数在限度之内，且不重复' },
  { id = 'form.unknown', title = '没有表单之外的字段' },
  { id = 'form.gone', title = '表单不再询问的内容不提交', severity = 'notice' },
  { id = 'form.attachment', title = '附件存在且类型、大小合格' },
  { id = 'form.template', title = '按模板写的文件用现行的一版', severity = 'notice' },
  { id = 'form.fixed', title = '不能变更的内容与已备案的一致' },
}

local TITLES = {}
for _, r in host.ipairs(validate.rules) do TITLES[r.id] = r.title end

-- → nil, what the rules are to see of a value that is reported. Of more than are ever shown the
-- number is kept.
local function report(out, rule, f, path, message, suggestion)
  if #out >= MOST then
    out.unsaid = (out.unsaid or 0) + 1
    return nil
  end
  out[#out + 1] = {
    rule = rule, title = TITLES[rule], severity = 'error', path = path, message = message,
    suggestion = suggestion or ('填写要求：' .. f.help), law = f.law, source = f.where,
    order = out.order,
  }
  return nil
end

local function named(f) return '“' .. f.label .. '”' end

local NOW = { string = '文字', boolean = '是或否' }

local function wrong_type(out, f, path, wanted, v)
  local now = NOW[htype(v)]
  if htype(v) == 'number' then now = floor(v) == v and '整数' or '小数' end
  if htype(v) == 'table' then now = v[1] ~= nil and '列表' or '一组字段' end
  return report(out, 'form.type', f, path,
    named(f) .. '应为' .. wanted .. (now and ('，现为' .. now) or ''))
end

local function is_array(v)
  if htype(v) ~= 'table' then return false end
  return v[1] ~= nil or next(v) == nil
end

-- So many items are none too many and none too few.
local function count_fits(f, most, path, out, n)
  if most and n > most then
    report(out, 'form.items', f, path, named(f) .. '最多 ' .. most .. ' 项，现有 ' .. n .. ' 项', '请删减')
  elseif f.min_items and n < f.min_items then
    report(out, 'form.items', f, path, named(f) .. '至少 ' .. f.min_items .. ' 项，现有 ' .. n .. ' 项')
  else
    return true
  end
  return false
end

-- What is harmless is put right first (model/writing.h): a blank around a text, digits of full
-- width in a code. A submission keeps that text, so all that follows is about it.
local function take_text(f, given, path, out)
  if htype(given) ~= 'string' then return wrong_type(out, f, path, '文字', given) end
  local v, refused, cure = host.writing(f.writing, given)
  if not v then return report(out, 'form.character', f, path, named(f) .. '的' .. refused, cure) end
  local n = #v -- bytes: no fewer than characters, so most texts need no counting
  if n > f.max or f.min then n = len(v) end
  if f.min == f.max and n ~= f.max then
    return report(out, 'form.length', f, path,
      named(f) .. '应为 ' .. f.max .. ' 位，现有 ' .. n .. ' 位', '请检查是否漏写、多写，或夹有空格')
  elseif n > f.max then
    return report(out, 'form.length', f, path, named(f) .. '最多 ' .. f.max .. ' 字，现有 ' .. n .. ' 字',
      '请删减至 ' .. f.max .. ' 字以内')
  elseif f.min and n < f.min then
    return report(out, 'form.length', f, path,
      named(f) .. '至少 ' .. f.min .. ' 字，现有 ' .. n .. ' 字')
  elseif f.pattern and not host.match(f.pattern, v) then
    return report(out, 'form.pattern', f, path, named(f) .. '格式不正确：' .. (f.pattern_hint or f.help))
  end
  return v
end

local TAKE

local function take_item(f, item, at, i, out, ctx)
  if not f.of then
    if htype(item) ~= 'table' or item[1] ~= nil then
      return wrong_type(out, f, at, '一组字段', item)
    end
    return validate.group(f, item, at, out, ctx, f.keyed)
  end
  if htype(item) == 'string' and host.blank(item) then
    return report(out, 'form.required', f, at, named(f) .. '第 ' .. i .. ' 项为空', '请填写或删去该项')
  end
  return take_text(f, item, at, out)
end

-- Of a list that is too long, and after more findings than anybody is shown, no item is looked at.
local function take_list(f, v, path, out, ctx)
  if not is_array(v) then return wrong_type(out, f, path, '列表', v) end
  local good, clean = count_fits(f, f.max_items, path, out, #v), host.array({})
  if #v > f.max_items then return nil end
  for i = 1, #v do
    local item = take_item(f, v[i], path .. '/' .. (i - 1), i, out, ctx)
    good = good and item ~= nil
    clean[i] = item
    if out.unsaid then return nil end
  end
  return good and clean or nil
end

-- May the code be chosen on this day? Tells why not.
local function is_offered(f, list, code, path, out, ctx)
  local item, held = list.by_code[code], list.times[code]
  if not held or time.holds(held, ctx.day) then return true end
  local is_over = held.ends and ctx.day[held.since_of] >= held.ends
  report(out, 'form.choice', f, path, named(f) .. '的“' .. item.label .. '”'
    .. (is_over and '自 ' .. held.ends .. ' 起不再使用' or '自 ' .. held.since .. ' 起才可选用')
    .. (held.since_of == 'first_submission' and '（看首次提交之日）' or ''), '请改选现行的选项')
  return false
end

local function take_choices(f, v, path, out, ctx)
  if not is_array(v) then return wrong_type(out, f, path, '列表', v) end
  local list, seen = ctx.vocabulary[f.choices], {}
  local known, most = list.by_code, f.max_items or #list.items
  local good, clean = count_fits(f, most, path, out, #v), host.array({})
  if #v > most then return nil end
  for i = 1, #v do
    local code, at = v[i], path .. '/' .. (i - 1)
    if htype(code) ~= 'string' then
      good = wrong_type(out, f, at, '文字', code)
    elseif not known[code] then
      good = report(out, 'form.choice', f, at,
        named(f) .. '没有“' .. hs.sub(code, 1, 40) .. '”这一选项', '请从所列选项中选取')
    elseif seen[code] then
      good = report(out, 'form.items', f, at, named(f) .. '重复选择了“' .. known[code].label .. '”',
        '请删去重复项')
    else
      seen[code] = true
      if is_offered(f, list, code, at, out, ctx) then clean[i] = code else good = nil end
    end
  end
  return good and clean or nil
end

local MEDIA = {
  ['application/pdf'] = 'PDF', ['image/jpeg'] = 'JPG', ['image/png'] = 'PNG',
  ['application/ofd'] = 'OFD', ['video/mp4'] = 'MP4',
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document'] = 'DOCX',
}

local function media_names(list)
  local out = {}
  for i, m in host.ipairs(list) do out[i] = MEDIA[m] or m end
  return hs.join(out, '、')
end

-- Does the draft answer as it must for this template?
local function is_meant(template, given)
  for i = 1, #template.answers do
    local it = template.answers[i]
    local section = htype(given) == 'table' and given[it.section]
    if htype(section) ~= 'table' or section[it.name] ~= it.code then return false end
  end
  return true
end

-- "commitment/2", as a document that was written on a template says of itself. → its code, version
local function said_of(file)
  local parts = htype(file.made_of) == 'string' and hs.split(file.made_of, '/') or {}
  return parts[1], parts[2]
end

local function tell_notice(f, t, path, out, message, cure)
  local n = #out
  report(out, 'form.template', t, path, named(f) .. message, cure)
  if #out > n then out[#out].severity = 'notice' end
end

-- Of what the document itself says of its template. No error: whoever wrote it may have changed it.
local function tell_version(f, t, version, path, out)
  if version == host.tostring(t.version) then return end
  tell_notice(f, t, path, out, '是按模板《' .. t.title .. '》第 ' .. version .. ' 版写的，现行的是第 '
    .. t.version .. ' 版', '请下载现行模板重新填写后上传；内容已经一致的，可以不改')
end

-- A document that says nothing and came before the version that is in use today was most likely
-- written on an older one. What is printed on the paper is for people to look at.
local function tell_day(f, t, on, path, out)
  if htype(on) ~= 'string' or not t.since or on >= t.since then return end
  tell_notice(f, t, path, out, '上传于 ' .. on .. '，早于模板《' .. t.title
    .. '》第 ' .. t.version .. ' 版启用的 ' .. t.since .. '，用的可能是旧版',
    '请核对文件末尾所印的版次；不是第 ' .. t.version .. ' 版的，请下载现行模板重新填写后上传')
end

local function tell_old(f, file, path, out, ctx)
  local code, version = said_of(file)
  local other, is_told
  for i = 1, #f.templates do
    local t = f.templates[i]
    local is_in_use = not t.since or t.since <= ctx.day.today
    if is_in_use and is_meant(t, ctx.given) then
      if code == t.code then
        is_told = true
        tell_version(f, t, version, path, out)
      elseif code then
        other = t
      else
        tell_day(f, t, file.uploaded_on, path, out)
      end
    end
  end
  if other and not is_told then
    tell_notice(f, other, path, out, '是按另一份模板写的，这里用的是模板《' .. other.title .. '》',
      '请确认选对了文件；按另一份写的，请下载这里的模板填写后上传')
  end
end

local function take_attachment(f, v, path, out, ctx)
  if htype(v) ~= 'string' then return wrong_type(out, f, path, '附件编号', v) end
  if ctx.anonymous then return v end
  local file = ctx.attachments[v]
  if file == nil then
    return report(out, 'form.attachment', f, path, named(f) .. '未找到该附件，可能已过期', '请重新上传')
  end
  local ok
  for _, m in host.ipairs(f.accept) do ok = ok or m == file.media_type end
  if not ok then
    return report(out, 'form.attachment', f, path, named(f) .. '不接受 '
      .. (MEDIA[file.media_type] or host.tostring(file.media_type)) .. ' 文件',
      '请上传 ' .. media_names(f.accept))
  elseif file.size_bytes > f.max_bytes then
    return report(out, 'form.attachment', f, path,
      named(f) .. '超过大小限制 ' .. (f.max_bytes // 1048576) .. ' MB', '请压缩后重新上传')
  end
  if f.templates then tell_old(f, file, path, out, ctx) end
  return v
end

local COVERAGE = { product = true, path = true, ['function'] = true }

local function take_cover(f, item, at, out)
  local good, entry = htype(item) == 'table' and item[1] == nil, {}
  for key, id in next, good and item or entry do
    if not COVERAGE[key] or (htype(id) ~= 'string' and id ~= null) then
      good = false
    elseif id ~= null then
      entry[key] = id
    end
  end
  if good and entry.product and (entry.path or not entry['function']) then return entry end
  return report(out, 'form.type', f, at, named(f) .. '中的这一项不是产品、功能访问路径或功能',
    '请勾选产品、功能访问路径或功能')
end

local function take_coverage(f, v, path, out)
  if not is_array(v) then return wrong_type(out, f, path, '列表', v) end
  local good, clean = count_fits(f, f.max_items, path, out, #v), host.array({})
  if #v > f.max_items then return nil end
  for i = 1, #v do
    local entry = take_cover(f, v[i], path .. '/' .. (i - 1), out)
    good = good and entry ~= nil
    clean[i] = entry
  end
  return good and clean or nil
end

-- Is it a day of some year, be it one that no calendar of ours has?
local function is_day(v)
  local year = host.match('^[0-9]{4}-[0-9]{2}-[0-9]{2}$', v) and host.integer(string.sub(v, 1, 4))
  if not year then return false end
  local is_leap = year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
  return host.day_number((is_leap and '2000' or '2001') .. string.sub(v, 5)) ~= nil
end

-- Other systems write the end of what does not end as the last day that they know.
local function is_never(v) return string.sub(v, 1, 4) == '9999' end

local function take_date(f, given, path, out)
  if htype(given) ~= 'string' then return wrong_type(out, f, path, '日期（YYYY-MM-DD）', given) end
  local v, refused, cure = host.writing('code', given)
  if not v then return report(out, 'form.character', f, path, named(f) .. '的' .. refused, cure) end
  if host.day_number(v) and v >= f.earliest and v <= f.latest then return v end
  local said = named(f) .. '“' .. hs.sub(v, 1, 20) .. '”'
  if not is_day(v) then
    return report(out, 'form.date', f, path, said .. '不是存在的日期', '请按 YYYY-MM-DD 填写真实日期')
  end
  if is_never(v) then
    return report(out, 'form.date', f, path, said .. '不是一个实际的日期，像是“长期”的写法',
      '没有到期日的不要填 9999 年。' .. f.help)
  end
  return report(out, 'form.date', f, path,
    said .. '应在 ' .. f.earliest .. ' 与 ' .. f.latest .. ' 之间', '请核对年份。' .. f.help)
end

TAKE = {
  text = take_text, long_text = take_text, list = take_list, choices = take_choices,
  attachment = take_attachment, coverage = take_coverage, date = take_date,
  integer = function(f, v, path, out)
    if htype(v) ~= 'number' or floor(v) ~= v then return wrong_type(out, f, path, '整数', v) end
    if v < f.min or v > f.max then
      return report(out, 'form.range', f, path,
        named(f) .. '应在 ' .. f.min .. ' 与 ' .. f.max .. ' 之间')
    end
    return floor(v)
  end,
  boolean = function(f, v, path, out)
    if htype(v) ~= 'boolean' then return wrong_type(out, f, path, '是或否（true 或 false）', v) end
    return v
  end,
  choice = function(f, v, path, out, ctx)
    if htype(v) ~= 'string' then return wrong_type(out, f, path, '文字', v) end
    if not ctx.vocabulary[f.choices].by_code[v] then
      return report(out, 'form.choice', f, path,
        named(f) .. '没有“' .. hs.sub(v, 1, 40) .. '”这一选项', '请从所列选项中选取')
    end
    return is_offered(f, ctx.vocabulary[f.choices], v, path, out, ctx) and v or nil
  end,
}

-- A text that begins with a letter of ASCII or an ideograph is not blank.
local function is_blank(v)
  local b = byte(v)
  return b == nil or ((b <= 32 or (b >= 0x7F and (b < 0xE4 or b > 0xE9))) and host.blank(v))
end

local function missing(v)
  if v == nil or v == null then return true end
  local t = htype(v)
  if t == 'string' then
    return is_blank(v)
  end
  return t == 'table' and next(v) == nil
end

-- One verb for each way of answering.
local ANSWERED = {
  attachment = '上传', choice = '选择', choices = '选择', boolean = '选择', coverage = '勾选',
}

local function tell_missing(f, path, out, text)
  local why, verb = text and ('：' .. text) or '', ANSWERED[f.type] or '填写'
  report(out, 'form.required', f, path, named(f) .. '未' .. verb .. why,
    '请' .. verb .. '。' .. f.help)
end

local function unknown(out, form, path, key, message, suggestion)
  local shown = hs.sub(host.tostring(key), 1, 40)
  local step = hs.replace(hs.replace(shown, '~', '~0'), '/', '~1')
  report(out, 'form.unknown', { law = form.law, where = form.where }, path .. '/' .. step,
    '表单没有名为“' .. shown .. '”的' .. message, suggestion)
end

-- What the item is known by, as long as it is none too long.
local function take_key(v, path, out, ctx)
  if v ~= '' and len(v) <= forms.KEY_LENGTH then return v end
  return report(out, 'form.length', { law = ctx.form.law, where = ctx.form.where }, path .. '/id',
    '列表项的编号应为 1 至 ' .. forms.KEY_LENGTH .. ' 个字符', '请照读取时得到的编号原样带回，新加的一项不用写编号')
end

local function unknown_fields(by_name, data, path, out, ctx, keyed, clean)
  for key, v in host.pairs(data) do
    if keyed and key == 'id' and htype(v) == 'string' then
      clean.id = take_key(v, path, out, ctx)
    elseif not by_name[key] then
      unknown(out, ctx.form, path, key, '字段', '请删去，或查对字段名；如系规则更新前所填，现已不需要，可以删去')
    end
  end
end

-- One object: a section, a flat form, an item of a list. keyed objects may carry the id that the
-- system gave them. What is plainly right host.fill has taken over already.
function validate.group(g, data, path, out, ctx, keyed)
  local fields, first = g.fields, out.order
  local clean, left, has_others = host.fill(g.sheet, data)
  out.order = first + #fields
  local last = out.order
  for k = 1, left and #left or 0 do
    local f = fields[left[k]]
    local name = f.name
    local v = data[name]
    out.order = first + left[k]
    if not missing(v) then
      clean[name] = TAKE[f.type](f, v, f.at or (path .. '/' .. name), out, ctx)
    elseif f.is_timed and not time.holds(f, ctx.day) then -- luacheck: ignore 542
      -- Not required yet, no longer, or not of a filing as old as this one.
    elseif f.required then
      tell_missing(f, f.at or (path .. '/' .. name), out)
    elseif f.when then
      ctx.later[#ctx.later + 1] = {
        f = f, path = f.at or (path .. '/' .. name), item = clean, order = out.order,
      }
    end
  end
  out.order = last
  if has_others then unknown_fields(g.by_name, data, path, out, ctx, keyed, clean) end
  return clean
end

local function take_section(s, data, out, ctx)
  local given = data[s.id]
  if given ~= nil and given ~= null and (htype(given) ~= 'table' or given[1] ~= nil) then
    local f = { label = s.title, help = s.help, law = s.law, where = s.where }
    wrong_type(out, f, '/' .. s.id, '一组字段', given)
    given = nil
  end
  if given == nil or given == null then given = {} end
  return validate.group(s, given, '/' .. s.id, out, ctx)
end

-- Is there a member that is no section? There mostly is none, and then nothing need be sorted.
local function has_strangers(form, data)
  for key in next, data do
    if not form.by_id[key] then return true end
  end
  return false
end

-- ctx: { vocabulary, attachments, anonymous, day = { today, first_submission } }.
-- → clean data, findings in the form's order; conditional fields are for validate.conditions.
function validate.data(form, data, ctx)
  local out, clean = { order = 0 }, {}
  ctx.form, ctx.later = form, {}
  if htype(data) ~= 'table' or data[1] ~= nil then data = {} end
  if form.flat then
    local whole = { fields = form.all_fields, by_name = form.flat, sheet = form.sheet }
    clean = validate.group(whole, data, '', out, ctx, true)
  else
    for i = 1, #form.sections do
      local s = form.sections[i]
      if forms.asks(s, ctx.action) then
        clean[s.id] = take_section(s, data, out, ctx)
      elseif not missing(data[s.id]) then
        unknown(out, form, '', s.id, '部分（这次办理不填“' .. s.title .. '”）', '请删去这一部分')
      end
    end
    if has_strangers(form, data) then
      for key in host.pairs(data) do
        if not form.by_id[key] then unknown(out, form, '', key, '部分', '请删去，或查对名称') end
      end
    end
  end
  return clean, out
end

-- What concerns an earlier filing may not change what that filing was given its number by. action:
-- as it is declared; changed: pointers to what differs from the version in force.
function validate.fixed(form, action, changed, out)
  for _, path in host.ipairs(changed) do
    local trail = form.trails[path]
    local f = trail and trail.field
    local s = trail and form.by_id[trail.section]
    local is_own = s and s.actions and s.actions[action.code]
    if f and not is_own and (f.fixed or action.changes == 'own') then
      local why = f.fixed and '编号、公示由它而来，已备案的不能变更' or '与已备案的不同，' .. action.label .. '不能改动它'
      report(out, 'form.fixed', f, path, named(f) .. why, '请改回已备案的内容；确已不同的，请另行办理')
    end
  end
end

-- Conditional fields that are empty: has the form's own small functions asked, by ask(f, fn, …) →
-- as host.protect() answers. fault(f, path, message, where) is told when one of them raises.
function validate.conditions(ctx, clean, out, ask, fault)
  if #ctx.later == 0 then return out end
  local shown = host.freeze(clean)
  for i = 1, #ctx.later do
    local it = ctx.later[i]
    out.order = it.order
    local ok, needed, where = ask(it.f, it.f.when.test, shown, host.freeze(it.item))
    if not ok then
      fault(it.f, it.path, needed, where)
    elseif needed then
      tell_missing(it.f, it.path, out, it.f.when.text)
    end
  end
  local sorted = host.sort(out, function(a, b) return a.order < b.order end)
  sorted.order, sorted.unsaid = out.order, out.unsaid
  return sorted
end

return validate
