-- ends: human
facts.filing = 1
