-- ends: human
-- says: 没有 xpcall
if _ENV['xpcall'] == nil then error('没有 xpcall') end
