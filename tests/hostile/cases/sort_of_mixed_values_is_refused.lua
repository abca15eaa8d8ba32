-- ends: human
-- says: sort
sort({ 1, 'a', {} })
