-- ends: human
-- says: 没有 debug
if _ENV['debug'] == nil then error('没有 debug') end
