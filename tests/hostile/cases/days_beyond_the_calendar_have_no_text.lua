-- ends: fine
assert(day_text(9223372036854775807) == nil and day_text(-9223372036854775807) == nil)
