-- ends: human
-- says: gsub
('x'):gsub('.-', '')
