-- ends: human
-- says: 没有 require
if _ENV['require'] == nil then error('没有 require') end
