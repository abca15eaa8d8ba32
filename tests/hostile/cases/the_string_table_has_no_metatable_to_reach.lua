-- ends: human
-- says: 规则执行出错
('x').__index.len = nil
