-- ends: human
-- says: 没有 print
if _ENV['print'] == nil then error('没有 print') end
