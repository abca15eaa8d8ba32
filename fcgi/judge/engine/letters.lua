-- letters: official letters and the templates of documents that filers hand in. Each is a text in
-- a file of its own, written by whoever writes letters, with {{fields}} in it; a declaration beside
-- it says when it is made. Every field is looked up when the set is loaded. What is made here goes
-- into the manifest: lines of fixed texts and fields, which the core fills in (model/letter.c).
local host = host
local hs = host.string
local strict = host.engine('strict')
local laws = host.engine('laws')
local core = host.engine('core')
local declared = host.engine('declared')
local flow = host.engine('flow')
local letters = {}

local LINES_MAX, TEXT_MAX, VERSION_MAX = 400, 20000, 9999
local CODE_MAX = 60 -- with its version it fits what fcgi/reader takes of a document's properties
local ADDRESSEES = { 'organization', 'public' }
-- How a line begins says how it is set; what begins with none of them is a paragraph.
local STYLES = {
  { '# ', 'title' }, { '## ', 'heading' }, { '! ', 'plain' }, { '> ', 'right' }, { '| ', 'row' },
}

-- ---- taking away --------------------------------------------------------------------------------

-- A letter of the base that a local layer takes away leaves its text behind.
local function drops(registry, what, decl, where, list)
  if host.type(decl) ~= 'table' or decl.drop == nil then return false end
  for _, old in host.ipairs(list) do
    for _, path in host.ipairs(old.code == decl.code and old.texts or {}) do
      registry.used_texts[path] = true
    end
  end
  return flow.drops(registry, what, decl, where, list, 'code')
end

-- ---- texts --------------------------------------------------------------------------------------

-- → the text and its name in messages.
local function text_of(registry, where, what, folder, name)
  local path = folder .. name
  local file = registry.texts[path]
  if not file then
    local there = {}
    for one in host.pairs(registry.texts) do
      if hs.starts(one, folder) then there[#there + 1] = one end
    end
    strict.fail(where, what .. '：没有文件 rules/' .. path .. '；' .. folder .. ' 中有 '
      .. (#there > 0 and hs.join(host.sort(there), '、') or '（没有任何 .txt 文件）'))
  end
  registry.used_texts[path] = true
  return registry.sources[file], file
end

local function style_of(line)
  for _, style in host.ipairs(STYLES) do
    if hs.starts(line, style[1]) then return style[2], string.sub(line, #style[1] + 1) end
  end
  return 'text', line
end

-- "甲{{a.b}}乙" → { '甲', { 'a.b' }, '乙' }; see(name) looks each field up.
local function parts_of(at, text, see)
  local parts, from = host.array({}), 1
  while true do
    local open = string.find(text, '{{', from, true)
    local close = string.find(text, '}}', from, true)
    if not open then
      if close then strict.fail(at, '多出 }}，前面没有对应的 {{') end
      break
    end
    if close and close < open then strict.fail(at, '多出 }}，前面没有对应的 {{') end
    if not close then strict.fail(at, '{{ 没有用 }} 结束，字段写作 {{organization.name}}') end
    if open > from then parts[#parts + 1] = string.sub(text, from, open - 1) end
    local name = hs.trim(string.sub(text, open + 2, close - 1))
    see(name)
    parts[#parts + 1] = host.array({ name })
    from = close + 2
  end
  if from <= #text then parts[#parts + 1] = string.sub(text, from) end
  return parts
end

-- A line that names a field of a list is set once for each item; one that begins with "? " is left
-- out when a field of it is empty.
local function line_of(at, text, look)
  local row = { is_optional = hs.starts(text, '? ') }
  if row.is_optional then text = string.sub(text, 3) end
  row.style, text = style_of(text)
  local lists = {}
  local function see(name)
    local list = look(at, name)
    if list then lists[list] = true end
  end
  row.parts = parts_of(at, text, see)
  for list in host.pairs(lists) do row.each = list end
  return row
end

-- look(where, name) fails on a field that is not there, and answers the list that it is of or nil.
local function lines_of(registry, where, what, folder, names, look)
  local rows, size = host.array({}), 0
  for _, name in host.ipairs(names) do
    local text, file = text_of(registry, where, what, folder, name)
    size = size + #text
    local list = hs.split(hs.replace(text, '\r', ''), '\n')
    if list[#list] == '' then list[#list] = nil end
    for i, line in host.ipairs(list) do
      -- What begins with -- is a note for whoever edits the text.
      if not hs.starts(line, '--') then
        rows[#rows + 1] = line_of(file .. ':' .. i, line, look)
      end
    end
  end
  if #rows > LINES_MAX or size > TEXT_MAX * 3 then
    strict.fail(where, what .. '：正文太长，最多 ' .. LINES_MAX .. ' 行、' .. TEXT_MAX .. ' 字，请精简')
  end
  return rows
end

-- ---- fields -------------------------------------------------------------------------------------

local PLAIN = {
  'disclaimer', 'filing.action', 'filing.kind', 'filing.number', 'filing.submitted_on',
  'filing.title', 'filing.version', 'office.contact', 'office.name', 'organization.credit_code',
  'organization.name', 'today',
}
-- Who handed it in, when they did so for the organization by its mandate: a person.
local AGENT = 'filing.agent'
local OF_LETTER = {
  'decision.label', 'decision.law', AGENT, 'letter.code', 'letter.number', 'letter.on',
  'letter.title',
}
local OF_REASONS = { 'reasons.n', 'reasons.place', 'reasons.reason', 'reasons.suggestion' }
local NO_TEXT = strict.set_of({ 'attachment', 'attachments', 'coverage' })

local function field_in(form, path)
  local parts = hs.split(path, '.')
  local section = form and #parts == 2 and not form.flat and form.by_id[parts[1]]
  return section and section.by_name[parts[2]]
end

-- A field of data: of every kind that it is asked of.
local function check_data(registry, at, one, kinds, name, path)
  for _, kind in host.ipairs(kinds) do
    local field = field_in(registry.forms[kind], path)
    if not field then
      strict.fail(at, '没有字段 {{' .. name .. '}}：' .. kind .. ' 的表单没有 ' .. path
        .. '；写作 部分.字段，见 rules/forms/')
    end
    if NO_TEXT[field.type] then
      strict.fail(at, '字段 {{' .. name .. '}} 是 ' .. field.type .. '，不能写成文字；请改用其他字段')
    end
    if field.mask and one.is_template then
      strict.fail(at, '字段 {{' .. name .. '}} 是个人信息（写了 mask），不预填在模板中；请改成留空，由填报人手写')
    end
    if field.mask and one.is_public then
      strict.fail(at, '字段 {{' .. name .. '}} 是个人信息（写了 mask），不得出现在公开的文书中；请删去，或把 to 改为 organization')
    end
  end
end

local function check_deadline(registry, at, kinds, name, path)
  local parts = hs.split(path, '.')
  if #parts ~= 2 or not (parts[2] == 'due_on' or parts[2] == 'days' or parts[2] == 'label') then
    strict.fail(at, '没有字段 {{' .. name .. '}}：期限写作 deadline.名称.due_on、.days 或 .label')
  end
  for _, kind in host.ipairs(kinds) do
    local found, names = false, {}
    for _, d in host.ipairs(registry.deadlines) do
      if d.kinds[kind] then
        names[#names + 1] = d.name
        found = found or d.name == parts[1]
      end
    end
    if not found then
      strict.fail(at, '没有字段 {{' .. name .. '}}：kind ' .. kind .. ' 没有期限 ' .. parts[1] .. '；有 '
        .. hs.join(names, '、'))
    end
  end
end

local function after(name, prefix)
  return hs.starts(name, prefix) and string.sub(name, #prefix + 1) or nil
end

local function check_limit(registry, at, name, path)
  if registry.limits[path] == nil then
    strict.fail(at, '没有字段 {{' .. name .. '}}：limits.' .. path .. ' 未在 limits.lua 中声明')
  end
end

local function is_one_of(list, name)
  for _, one in host.ipairs(list) do
    if one == name then return true end
  end
  return false
end

local function unknown(at, name, one)
  local all = {}
  for _, list in host.ipairs({ PLAIN, one.is_letter and OF_LETTER or {},
    one.is_letter and OF_REASONS or {} }) do
    for _, known in host.ipairs(list) do all[#all + 1] = known end
  end
  strict.fail(at, '没有字段 {{' .. name .. '}}；可写的有 ' .. hs.join(all, '、')
    .. '，以及 filing.data.部分.字段、subject.data.部分.字段'
    .. (one.is_letter and '、deadline.名称.due_on' or '') .. '、limit.名称')
end

-- one: { kinds, is_letter, is_public }.
local function looker(registry, one)
  return function(at, name)
    if is_one_of(PLAIN, name) then return nil end
    local data, subject = after(name, 'filing.data.'), after(name, 'subject.data.')
    local deadline, limit = after(name, 'deadline.'), after(name, 'limit.')
    local admits = registry.law.admits
    if data then
      check_data(registry, at, one, one.kinds, name, data)
    elseif subject and admits then
      check_data(registry, at, one, { admits.code }, name, subject)
    elseif limit then
      check_limit(registry, at, name, limit)
    elseif one.is_letter and deadline then
      check_deadline(registry, at, one.kinds, name, deadline)
    elseif one.is_letter and is_one_of(OF_REASONS, name) then
      if one.is_public then
        strict.fail(at, '字段 {{' .. name .. '}} 是审核的理由，不得出现在公开的文书中；请删去，或把 to 改为 organization')
      end
      return 'reasons'
    elseif not (one.is_letter and is_one_of(OF_LETTER, name)) then
      unknown(at, name, one)
    elseif name == AGENT and one.is_public then
      strict.fail(at, '字段 {{' .. name .. '}} 是个人信息，不得出现在公开的文书中；请删去，或把 to 改为 organization')
    end
    return nil
  end
end

-- ---- series -------------------------------------------------------------------------------------

-- A series of the office counts its letters, from 1 in each year.
function letters.series(registry)
  return function(decl)
    local where = strict.here()
    local what = strict.named('letter_series', decl, 'code')
    if drops(registry, what, decl, where, registry.letter_series) then return end
    strict.check(where, what, decl, {
      code = { 'code', true }, title = { 'string', true }, format = { 'string', true },
    })
    local seen = {}
    local parts = parts_of(where, decl.format, function(name)
      if not (name == 'year' or name == 'serial') or seen[name] then
        strict.fail(where, what .. '：format 里只能各写一次 {{year}} 与 {{serial}}，不能写 {{' .. name .. '}}')
      end
      seen[name] = true
    end)
    if not (seen.year and seen.serial) then
      strict.fail(where, what
        .. "：format 应含 {{year}} 与 {{serial}}，如 '算备受〔{{year}}〕{{serial}}号'；否则文号会重复")
    end
    declared.add(registry, where, what, {
      id = 'letter_series.' .. decl.code, word = 'letter_series', title = decl.title,
    }, decl)
    declared.put(registry.letter_series, {
      id = 'letter_series.' .. decl.code, word = 'letter_series', code = decl.code,
      title = decl.title, format = parts, said = decl.format, where = where,
    }, function(old) return old.code == decl.code end)
  end
end

local function series_named(registry, letter)
  local codes = {}
  for i, one in host.ipairs(registry.letter_series) do
    if one.code == letter.series then return one end
    codes[i] = one.code
  end
  strict.fail(letter.where, letter.what .. '：series 的 ' .. letter.series
    .. ' 没有用 letter_series 声明；有 ' .. (#codes > 0 and hs.join(codes, '、') or '（没有任何声明）'))
end

local function settle_series(registry)
  local used, said = {}, {}
  for _, letter in host.ipairs(registry.letters) do
    used[series_named(registry, letter).code] = true
  end
  for _, one in host.ipairs(registry.letter_series) do
    local what = 'letter_series ' .. one.code
    if not used[one.code] then
      strict.fail(one.where, what .. '：没有哪种文书用这个系列；请在 letter 中写 series，或删去')
    end
    if said[one.said] then
      strict.fail(one.where, what .. '：format 与 ' .. said[one.said] .. ' 相同，文号会重复，请改其一')
    end
    said[one.said] = one.where
  end
end

-- ---- letters ------------------------------------------------------------------------------------

function letters.letter(registry)
  return function(decl)
    local where = strict.here()
    local what = strict.named('letter', decl, 'code')
    if drops(registry, what, decl, where, registry.letters) then return end
    strict.check(where, what, decl, {
      code = { 'code', true }, title = { 'string', true }, law = { 'string', true },
      series = { 'code', true }, kinds = { 'names', true }, actions = { 'names' },
      on = { 'names', true }, reaches = { 'names' }, to = { 'string', true },
      text = { 'string', true },
    })
    laws.check(registry, where, what, decl.law)
    strict.one_of(where, what .. ' 的 to', decl.to, ADDRESSEES)
    declared.add(registry, where, what, {
      id = 'letter.' .. decl.code, word = 'letter', title = decl.title, law = decl.law,
      kinds = decl.kinds,
    }, decl)
    local letter = {
      id = 'letter.' .. decl.code, word = 'letter', texts = { 'letters/' .. decl.text },
      code = decl.code, title = decl.title, law = decl.law, series = decl.series,
      kinds = decl.kinds, actions = decl.actions, on = decl.on, reaches = decl.reaches,
      to = decl.to, text = decl.text, where = where, what = what,
    }
    declared.put(registry.letters, letter, function(old) return old.code == decl.code end)
  end
end

local function check_known(registry, letter)
  for _, kind in host.ipairs(letter.kinds) do
    strict.one_of(letter.where, letter.what .. ' 的 kinds', kind, core.kinds(registry))
    if not registry.law.kind[kind] then
      strict.fail(letter.where, letter.what .. '：kinds 的 ' .. kind .. ' 不是备案种类，没有文书')
    end
  end
  for _, word in host.ipairs({ 'action', 'event' }) do
    local named = word == 'action' and letter.actions or word == 'event' and letter.on or {}
    for _, code in host.ipairs(named) do
      if not registry.law[word][code] then
        local codes = {}
        for i, one in host.ipairs(registry.flow[word]) do codes[i] = one.code end
        strict.fail(letter.where, letter.what .. '：没有声明 ' .. word .. ' ' .. code .. '；已声明的有 '
          .. hs.join(codes, '、'))
      end
    end
  end
end

local function is_meant(list, code)
  return list == nil or code == '*' or is_one_of(list, code)
end

local function is_on(letter, row)
  return is_one_of(letter.on, row.on) and is_meant(letter.reaches, row.to)
    and is_meant(letter.actions, row.action)
end

-- Each kind that it names has a move on which it is made.
local function check_moves(registry, letter)
  for _, kind in host.ipairs(letter.kinds) do
    local found = false
    for _, row in host.ipairs(registry.law.kind[kind].rows) do
      found = found or is_on(letter, row)
    end
    if not found then
      strict.fail(letter.where, letter.what .. '：kind ' .. kind .. ' 没有这样的 transition（on '
        .. hs.join(letter.on, '、')
        .. (letter.reaches and '，到 ' .. hs.join(letter.reaches, '、') or '')
        .. (letter.actions and '，action ' .. hs.join(letter.actions, '、') or '')
        .. '），这种文书永远不会发出；请改 on、reaches、actions，或从 kinds 中去掉 ' .. kind)
    end
  end
end

-- ---- templates ----------------------------------------------------------------------------------

-- Since what day a version has been in use says what was handed in on another before.
local function check_since(where, what, decl)
  if decl.version > 1 and not decl.since then
    strict.fail(where, what .. '：version 是 ' .. decl.version
      .. '，要用 since 写明自哪一天起用这一版，如 since = \'2027-01-01\'；此前上传的会提醒填报人核对')
  elseif decl.version == 1 and decl.since then
    strict.fail(where, what .. '：第 1 版之前没有别的版本，不写 since')
  end
end

function letters.template(registry)
  return function(decl)
    local where = strict.here()
    local what = strict.named('template', decl, 'code')
    if drops(registry, what, decl, where, registry.templates) then return end
    strict.check(where, what, decl, {
      code = { 'code', true }, title = { 'string', true }, law = { 'string', true },
      kind = { 'code', true }, field = { 'word' }, when = { 'table' }, text = { 'names', true },
      version = { 'integer', true }, since = { 'date' },
    })
    if #decl.code > CODE_MAX then
      strict.fail(where, what .. '：code 要随文件一起写明，最多 ' .. CODE_MAX .. ' 个字符')
    end
    if decl.version < 1 or decl.version > VERSION_MAX then
      strict.fail(where, what .. '：version 是第几版，写 1 到 ' .. VERSION_MAX .. ' 的整数，改了正文就加一')
    end
    check_since(where, what, decl)
    laws.check(registry, where, what, decl.law)
    declared.add(registry, where, what, {
      id = 'template.' .. decl.code, word = 'template', title = decl.title, law = decl.law,
      kinds = { decl.kind },
    }, decl)
    local texts = {}
    for i, name in host.ipairs(decl.text) do texts[i] = 'templates/' .. name end
    declared.put(registry.templates, {
      id = 'template.' .. decl.code, word = 'template', texts = texts,
      code = decl.code, title = decl.title, law = decl.law, kind = decl.kind, field = decl.field,
      when = decl.when, text = decl.text, version = decl.version, since = decl.since,
      where = where, what = what,
    }, function(old) return old.code == decl.code end)
  end
end

-- field: the attachment that the document is handed in as.
local function check_field(registry, template)
  local form = registry.forms[template.kind]
  local field = field_in(form, template.field)
  if not field or not (field.type == 'attachment' or field.type == 'attachments') then
    local all = {}
    for _, section in host.ipairs(form.sections) do
      for _, one in host.ipairs(section.fields) do
        if one.type == 'attachment' or one.type == 'attachments' then
          all[#all + 1] = section.id .. '.' .. one.name
        end
      end
    end
    strict.fail(template.where, template.what .. '：field 的 ' .. template.field .. ' 不是 '
      .. template.kind .. ' 表单中的附件；有 ' .. hs.join(all, '、'))
  end
end

-- What is uploaded in a field is asked by it which version was in use then.
local function add_to_field(registry, template)
  if not template.field then return end
  local field = field_in(registry.forms[template.kind], template.field)
  local answers = {}
  for path, code in host.pairs(template.when or {}) do
    local parts = hs.split(path, '.')
    answers[#answers + 1] = { section = parts[1], name = parts[2], code = code }
  end
  field.templates = field.templates or {}
  field.templates[#field.templates + 1] = {
    code = template.code, title = template.title, version = template.version,
    since = template.since, law = template.law, where = template.where,
    answers = answers,
  }
end

-- when: the answers of a draft that it is for, each a choice of the form.
local function check_when(registry, template)
  local out = {}
  for path, code in host.pairs(template.when or {}) do
    local field = field_in(registry.forms[template.kind], host.tostring(path))
    local what = template.what .. ' 的 when：' .. host.tostring(path)
    if not field or field.type ~= 'choice' then
      strict.fail(template.where, what .. ' 不是 ' .. template.kind .. ' 表单中的 choice 字段')
    end
    local codes = registry.vocabulary[field.choices].by_code
    if host.type(code) ~= 'string' or not codes[code] then
      strict.fail(template.where, what .. '：词表 ' .. field.choices .. ' 没有代码 ' .. host.tostring(code)
        .. '；有 ' .. hs.join(core.names(codes), '、'))
    end
    out['/' .. hs.replace(path, '.', '/')] = code
  end
  return out
end

local function settle_templates(registry)
  for _, template in host.ipairs(registry.templates) do
    if not registry.law.kind[template.kind] then
      strict.one_of(template.where, template.what .. ' 的 kind', template.kind,
        core.names(registry.law.kind))
    end
    if template.field then check_field(registry, template) end
    template.wanted = check_when(registry, template)
    add_to_field(registry, template)
    template.lines = lines_of(registry, template.where, template.what, 'templates/', template.text,
      looker(registry, { kinds = { template.kind }, is_template = true }))
  end
end

-- ---- when the whole set has been read -----------------------------------------------------------

local function check_texts(registry)
  for path, name in host.pairs(registry.texts) do
    if not registry.used_texts[path] then
      strict.fail(name .. ':1', '没有哪个 letter 或 template 用到这个文件；请在声明中写 text，或删去文件')
    end
  end
end

function letters.finish(registry)
  for _, letter in host.ipairs(registry.letters) do
    check_known(registry, letter)
    check_moves(registry, letter)
    letter.lines = lines_of(registry, letter.where, letter.what, 'letters/', { letter.text },
      looker(registry, {
        kinds = letter.kinds, is_letter = true, is_public = letter.to == 'public',
      }))
  end
  settle_series(registry)
  settle_templates(registry)
  check_texts(registry)
end

-- ---- manifest -----------------------------------------------------------------------------------

local function lines_out(lines)
  local out = host.array({})
  for i, line in host.ipairs(lines) do
    out[i] = {
      style = line.style, parts = line.parts, each = line.each,
      optional = line.is_optional or nil,
    }
  end
  return out
end

local function or_null(list)
  if list == nil then return host.null end
  return host.array(list)
end

function letters.manifest(registry)
  local out = host.array({})
  for i, one in host.ipairs(registry.letters) do
    out[i] = {
      code = one.code, title = one.title, law = one.law, series = one.series,
      kinds = host.array(one.kinds), actions = or_null(one.actions), on = host.array(one.on),
      reaches = or_null(one.reaches), to = one.to, lines = lines_out(one.lines),
      source = one.where,
    }
  end
  return out
end

function letters.series_manifest(registry)
  local out = host.array({})
  for i, one in host.ipairs(registry.letter_series) do
    out[i] = { code = one.code, title = one.title, format = one.format, source = one.where }
  end
  return out
end

function letters.templates_manifest(registry)
  local out = host.array({})
  for i, one in host.ipairs(registry.templates) do
    out[i] = {
      code = one.code, title = one.title, law = one.law, kind = one.kind,
      field = one.field and '/' .. hs.replace(one.field, '.', '/') or host.null,
      when = one.wanted, version = one.version, since = one.since or host.null,
      lines = lines_out(one.lines), source = one.where,
    }
  end
  return out
end

-- The letters that a move makes, as the core finds them.
function letters.made(registry, kind, action, event, to)
  local out = {}
  local function is_of(list, code) return list == host.null or is_one_of(list, code) end
  for _, one in host.ipairs(registry.manifest.law.letters) do
    if is_one_of(one.kinds, kind) and is_one_of(one.on, event)
      and is_of(one.actions, action) and is_of(one.reaches, to) then
      out[#out + 1] = one
    end
  end
  return out
end

return letters
