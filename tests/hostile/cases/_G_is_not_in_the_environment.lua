-- ends: human
-- says: 没有 _G
if _ENV['_G'] == nil then error('没有 _G') end
