-- ends: human
-- says: 没有 load
if _ENV['load'] == nil then error('没有 load') end
