-- ends: human
-- says: 没有 loadfile
if _ENV['loadfile'] == nil then error('没有 loadfile') end
