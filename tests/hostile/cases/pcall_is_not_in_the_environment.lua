-- ends: human
-- says: 没有 pcall
if _ENV['pcall'] == nil then error('没有 pcall') end
