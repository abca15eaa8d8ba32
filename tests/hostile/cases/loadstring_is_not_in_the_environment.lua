-- ends: human
-- says: 没有 loadstring
if _ENV['loadstring'] == nil then error('没有 loadstring') end
