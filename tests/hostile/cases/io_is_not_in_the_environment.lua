-- ends: human
-- says: 没有 io
if _ENV['io'] == nil then error('没有 io') end
