-- 产品与备案时相比改了什么。勾选上层的，其下新增的也算；只勾选一个功能的，旁边新增的不算。
-- 产品的 paths、steps、functions 由产品表单声明，编号由系统分配，改写文字时不变。

local function by_id(list)
  local map = {}
  for _, entry in ipairs(list or {}) do
    if entry.id then map[entry.id] = entry end
  end
  return map
end

-- 勾选了哪些：整个产品、整条路径（按编号）、单个功能（按编号）。
local function selection(covers)
  local out = { paths = {}, functions = {} }
  for _, c in ipairs(covers or {}) do
    if not c.path then
      out.whole = true
    elseif not c['function'] then
      out.paths[c.path] = true
    else
      out.functions[c['function']] = true
    end
  end
  return out
end

local function steps_text(path) return table.concat(path.steps or {}, ' › ') end

local function changed(what, was, now)
  return what .. '由“' .. (was or '') .. '”改为“' .. (now or '') .. '”'
end

-- 路径下的功能。tell(位置, 说明, 是否只是文字)。
local function compare_functions(old, new, at, selected, tell)
  local before, now = by_id(old.functions), by_id(new.functions)
  local is_whole = selected.whole or selected.paths[new.id]
  for k, f in ipairs(new.functions or {}) do
    local was, place = before[f.id], at .. '/functions/' .. (k - 1)
    if not was then
      if is_whole then tell(place, '新增功能“' .. (f.name or '') .. '”') end
    elseif is_whole or selected.functions[f.id] then
      if was.name ~= f.name then tell(place .. '/name', changed('功能名称', was.name, f.name)) end
      if was.description ~= f.description then
        tell(place .. '/description', '功能“' .. (f.name or '') .. '”的介绍有改动', true)
      end
    end
  end
  for _, f in ipairs(old.functions or {}) do
    if is_whole and not now[f.id] then
      tell(at .. '/functions', '去掉了功能“' .. (f.name or '') .. '”')
    end
  end
end

local function is_selected(path, selected)
  if selected.whole or selected.paths[path.id] then return true end
  for _, f in ipairs(path.functions or {}) do
    if selected.functions[f.id] then return true end
  end
  return false
end

local function compare_paths(old, new, selected, tell)
  local before, now = by_id(old.paths), by_id(new.paths)
  for i, path in ipairs(new.paths or {}) do
    local was, at = before[path.id], '/paths/' .. (i - 1)
    if not was then
      if selected.whole then tell(at, '新增访问路径“' .. steps_text(path) .. '”') end
    elseif is_selected(was, selected) then
      if steps_text(was) ~= steps_text(path) then
        tell(at .. '/steps', changed('访问路径', steps_text(was), steps_text(path)))
      end
      compare_functions(was, path, at, selected, tell)
    end
  end
  for _, path in ipairs(old.paths or {}) do
    if selected.whole and not now[path.id] then
      tell('/paths', '去掉了访问路径“' .. steps_text(path) .. '”')
    end
  end
end

-- filed：一件备案所备的产品（tree）与勾选（covers）；new：现在的产品。
return function(filed, new, tell)
  local old = filed.tree
  if old.name ~= new.name then tell('/name', changed('产品名称', old.name, new.name)) end
  if old.service_form ~= new.service_form then
    local form = function(code) return label('service_form', code or '') or code end
    local was, now = form(old.service_form), form(new.service_form)
    tell('/service_form', changed('服务形式', was, now))
  end
  if old.url ~= new.url then tell('/url', '访问地址有改动', true) end
  compare_paths(old, new, selection(filed.covers), tell)
end
