-- ends: human
-- says: 没有 dofile
if _ENV['dofile'] == nil then error('没有 dofile') end
