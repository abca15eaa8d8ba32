-- 主体资质初审的日子不计入首次备案期限。
limit { name = 'subject_review_credit', title = '初审日子不计入', value = true, law = '本系统参数' }
