-- ends: human
-- says: 规则执行出错
error({ __tostring = function() while true do end end })
