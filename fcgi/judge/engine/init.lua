-- The engine is machine, not policy. It reads the declarations of a rule set strictly, compiles
-- them, and answers questions with them.
--   load(files) → manifest, or raises "path:line: 说明"
--   faults(files) → list of { where, message }: of each file that keeps the set from loading
--   ask(verb, facts, before) → answer; before: of the times that there was none
--   test(stop_early) → report
local host = host
local load_set = host.engine('load')
local run = host.engine('run')
local cases = host.engine('cases')
local active

return {
  load = function(files)
    local registry = load_set(files)
    active = registry
    return registry.manifest
  end,
  faults = function(files)
    local list = host.array({})
    local ok, message, where = host.protect(load_set, files, list)
    if not ok and not list[1] then list[1] = { where = where or '', message = message } end
    return list
  end,
  ask = function(verb, facts, before) return run.ask(active, verb, facts, before) end,
  test = function(stop_early) return cases.run(active, run.ask, stop_early) end,
}
