-- ends: human
-- says: 没有 host
if _ENV['host'] == nil then error('没有 host') end
