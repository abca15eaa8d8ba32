-- ends: human
-- says: 没有 collectgarbage
if _ENV['collectgarbage'] == nil then error('没有 collectgarbage') end
