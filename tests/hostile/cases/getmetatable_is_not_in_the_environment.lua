-- ends: human
-- says: 没有 getmetatable
if _ENV['getmetatable'] == nil then error('没有 getmetatable') end
