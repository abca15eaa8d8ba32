-- ends: human
-- says: 没有 rawlen
if _ENV['rawlen'] == nil then error('没有 rawlen') end
