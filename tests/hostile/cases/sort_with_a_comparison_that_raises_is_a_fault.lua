-- ends: human
-- says: 比较出错
sort({ 2, 1 }, function() error('比较出错') end)
