-- ends: human
-- says: 没有 warn
if _ENV['warn'] == nil then error('没有 warn') end
