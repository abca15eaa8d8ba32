-- ends: fine
assert(domain('\xff.cn') == nil and domain('a\0b.cn') == nil)
