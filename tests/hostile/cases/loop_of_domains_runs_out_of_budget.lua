-- ends: budget
local name = string.rep('中文互联网络信息中心.', 7) .. '中国'
while true do domain(name) end
