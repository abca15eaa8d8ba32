-- ends: human
-- says: 全局变量
_ENV.assert = function() end
