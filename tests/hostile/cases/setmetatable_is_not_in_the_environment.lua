-- ends: human
-- says: 没有 setmetatable
if _ENV['setmetatable'] == nil then error('没有 setmetatable') end
