-- ends: human
-- says: string
('x').y = 1
