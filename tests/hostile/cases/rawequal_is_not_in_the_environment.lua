-- ends: human
-- says: 没有 rawequal
if _ENV['rawequal'] == nil then error('没有 rawequal') end
