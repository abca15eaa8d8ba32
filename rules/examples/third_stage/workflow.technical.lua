-- 技术审核：生成合成类的算法，初审通过后先由技术审核人员看算法本身，再到复审。其他类别不变。
-- 由哪些类别、由谁技术审核，均为参数，未经核实。

role { code = 'technical_reviewer', label = '技术审核人员' }

stage {
  code = 'technical', label = '技术审核', role = 'technical_reviewer', clock = 'technical_review',
}

state {
  kind = 'algorithm', code = 'technical_review', label = '技术审核中', standing = 'review',
  stage = 'technical',
}

local TECHNICAL = { 'technical_reviewer' }

-- 与基础集同一处（初审通过）的一条并列：先试这一条，when 不成立的仍到复审。
transition {
  on = 'pass', kind = 'algorithm', from = 'preliminary_review', to = 'technical_review',
  who = { 'preliminary_reviewer' },
  when = { ['filing.data.basic.class'] = 'generation_synthesis' }, law = '算法推荐管理规定 23',
}

transition {
  on = 'claim', kind = 'algorithm', from = 'technical_review', to = 'technical_review',
  who = TECHNICAL,
}
transition {
  on = 'release', kind = 'algorithm', from = 'technical_review', to = 'technical_review',
  who = TECHNICAL,
}
transition {
  on = 'pass', kind = 'algorithm', from = 'technical_review', to = 'final_review', who = TECHNICAL,
}
transition {
  on = 'return', kind = 'algorithm', from = 'technical_review', to = 'returned', who = TECHNICAL,
}
transition {
  on = 'refuse', kind = 'algorithm', from = 'technical_review', to = 'refused', who = TECHNICAL,
}
-- 变更、注销在此时，原备案先被撤销、注销的，随之终止。
transition {
  on = 'lapse', kind = 'algorithm', from = 'technical_review', to = 'lapsed',
  who = { 'final_reviewer' },
}
