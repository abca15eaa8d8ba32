-- ends: human
-- says: 没有 package
if _ENV['package'] == nil then error('没有 package') end
