-- 两组轮流：各去未办结最少的一组。
pool { code = 'north', label = '甲组' }
pool { code = 'south', label = '乙组' }
