-- ends: human
-- says: 没有 coroutine
if _ENV['coroutine'] == nil then error('没有 coroutine') end
