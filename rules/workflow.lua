-- 流程：状态、走向、谁可以做。草稿箱之外的每一步都留痕。
-- 省级网信部门初审，国家网信部门复审；主体只做资质初审。

local FILER, FIRST, SECOND = { 'filer' }, { 'preliminary_reviewer' }, { 'final_reviewer' }

workflow {
  law = '算法推荐管理规定 25',

  states = {
    { code = 'draft', label = '草稿', editable = true },
    { code = 'submitted', label = '待审核', stage = 'preliminary' },
    { code = 'preliminary_review', label = '初审中', stage = 'preliminary' },
    { code = 'final_review', label = '复审中', stage = 'final' },
    { code = 'returned', label = '退回补正', editable = true },
    { code = 'withdrawn', label = '已撤回', editable = true },
    { code = 'approved', label = '已备案' },
    { code = 'refused', label = '不予备案', final = true },
    { code = 'deregistered', label = '已注销', final = true },
    { code = 'revoked', label = '已撤销', final = true },
  },

  transitions = {
    { on = 'save', kind = '*', from = 'draft', to = 'draft', who = FILER },
    { on = 'save', kind = '*', from = 'returned', to = 'draft', who = FILER },
    { on = 'save', kind = '*', from = 'withdrawn', to = 'draft', who = FILER },
    { on = 'submit', kind = '*', from = 'draft', to = 'submitted', who = FILER },
    { on = 'submit', kind = '*', from = 'returned', to = 'submitted', who = FILER },
    { on = 'submit', kind = '*', from = 'withdrawn', to = 'submitted', who = FILER },
    -- 有人领取之前可以撤回。
    { on = 'withdraw', kind = '*', from = 'submitted', to = 'withdrawn', who = FILER },

    { on = 'claim', kind = '*', from = 'submitted', to = 'preliminary_review', who = FIRST },
    { on = 'release', kind = '*', from = 'preliminary_review', to = 'submitted', who = FIRST },
    { on = 'pass', kind = 'subject', from = 'preliminary_review', to = 'approved', who = FIRST },
    { on = 'pass', kind = 'algorithm', from = 'preliminary_review', to = 'final_review',
      who = FIRST },
    { on = 'return', kind = '*', from = 'preliminary_review', to = 'returned', who = FIRST },
    { on = 'refuse', kind = '*', from = 'preliminary_review', to = 'refused', who = FIRST },

    { on = 'claim', kind = 'algorithm', from = 'final_review', to = 'final_review', who = SECOND },
    { on = 'release', kind = 'algorithm', from = 'final_review', to = 'final_review',
      who = SECOND },
    { on = 'pass', kind = 'algorithm', from = 'final_review', to = 'approved', who = SECOND },
    { on = 'return', kind = 'algorithm', from = 'final_review', to = 'returned', who = SECOND },
    { on = 'refuse', kind = 'algorithm', from = 'final_review', to = 'refused', who = SECOND },

    -- 第三十三条：以隐瞒、虚假材料取得的撤销；终止服务未办的，依职权注销。
    { on = 'revoke', kind = 'algorithm', from = 'approved', to = 'revoked', who = SECOND },
    { on = 'deregister', kind = 'algorithm', from = 'approved', to = 'deregistered', who = SECOND },
  },

  stages = {
    { code = 'preliminary', label = '初审', role = 'preliminary_reviewer', deadline = 'review' },
    { code = 'final', label = '复审', role = 'final_reviewer', deadline = 'review' },
  },

  gates = {
    {
      kind = 'product', needs = 'subject_approved', code = 'subject_not_approved', law = '审核实践',
      message = '主体资质初审通过后才能填报产品及功能信息，请先提交算法主体信息并等待初审',
    },
    {
      kind = 'algorithm', needs = 'subject_approved', code = 'subject_not_approved', law = '审核实践',
      message = '主体资质初审通过后才能填报算法备案信息，请先提交算法主体信息并等待初审',
    },
  },
}
