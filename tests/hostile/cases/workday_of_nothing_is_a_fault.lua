-- ends: human
workday(nil)
