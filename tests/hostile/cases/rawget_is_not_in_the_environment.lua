-- ends: human
-- says: 没有 rawget
if _ENV['rawget'] == nil then error('没有 rawget') end
