-- ends: budget
while true do day_number('2026-11-24') day_text(1) end
