-- ends: human
-- says: 没有 os
if _ENV['os'] == nil then error('没有 os') end
