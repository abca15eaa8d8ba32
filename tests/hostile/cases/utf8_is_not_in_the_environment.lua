-- ends: human
-- says: 没有 utf8
if _ENV['utf8'] == nil then error('没有 utf8') end
