-- ends: human
-- says: 没有 rawset
if _ENV['rawset'] == nil then error('没有 rawset') end
