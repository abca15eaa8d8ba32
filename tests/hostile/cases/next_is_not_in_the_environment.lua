-- ends: human
-- says: 没有 next
if _ENV['next'] == nil then error('没有 next') end
