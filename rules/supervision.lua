-- 监督：公众的投诉、异议，主管部门的限期改正，处罚。都在备案之外另走，不改变备案的状态。
-- 一件事由没有 from 的一步提起。who 写审核角色，或 filer（所涉单位）、public（任何人，只能提起）；
-- told 写这一步的文字还给谁看：opener 提起的人、organization 所涉单位；办理的人总看得到。
-- in_history：告诉单位的各步也写进备案的办理经过。
-- days 是到了这个状态之后办理的期限（工作日）；term 的一步由办理人另定到期日；keeps 的状态沿用原来的到期日。
-- asks 的一步是单位请求另定到期日，由主管部门决定；most_days 是最多推后几日，times 是最多几次；files 是最多附几份文件。

local OFFICE = { 'preliminary_reviewer', 'final_reviewer' }

matter {
  code = 'complaint', label = '投诉、异议', law = '算法推荐管理规定 30',
  help = '对公示的备案有投诉、异议的，请写明事实和依据。所写的和联系方式只给办理的人看，不公开，也不告诉被投诉的单位。',
  states = {
    { code = 'received', label = '待受理', days = 'complaint_accept_days' },
    { code = 'handling', label = '办理中', days = 'complaint_handle_days' },
    { code = 'answered', label = '已答复', over = true },
    { code = 'rejected', label = '不予受理', over = true },
  },
  moves = {
    { code = 'complain', label = '提出', to = 'received', who = { 'public' }, text = 'required' },
    {
      code = 'take', label = '受理', from = 'received', to = 'handling', who = OFFICE,
      text = 'optional',
    },
    {
      code = 'reject', label = '不予受理', from = 'received', to = 'rejected', who = OFFICE,
      text = 'required', told = { 'opener' },
    },
    {
      code = 'answer', label = '答复', from = 'handling', to = 'answered', who = OFFICE,
      text = 'required', told = { 'opener' },
    },
  },
}

matter {
  code = 'order', label = '责令限期改正', law = '算法推荐管理规定 28；算法推荐管理规定 31',
  in_history = true,
  states = {
    { code = 'issued', label = '待改正', keeps = true },
    { code = 'asked', label = '申请延期，待决定', keeps = true },
    { code = 'replied', label = '已答复，待核查', keeps = true },
    { code = 'met', label = '已改正', over = true },
    { code = 'not_met', label = '逾期未改正', over = true },
    { code = 'lifted', label = '已撤回', over = true },
  },
  moves = {
    {
      code = 'issue', label = '发出', to = 'issued', who = OFFICE, text = 'required', term = true,
      told = { 'organization' },
    },
    {
      code = 'reply', label = '答复', from = { 'issued', 'asked' }, to = 'replied',
      who = { 'filer' }, text = 'required', files = 10, told = { 'organization' },
    },
    {
      code = 'ask', label = '申请延期', from = 'issued', to = 'asked', who = { 'filer' },
      text = 'required', asks = true, most_days = 'order_extension_days', times = 2, files = 10,
      told = { 'organization' },
    },
    {
      code = 'grant', label = '准予延期', from = 'asked', to = 'issued', who = OFFICE,
      text = 'optional', term = true, most_days = 'order_extension_days',
      told = { 'organization' },
    },
    {
      code = 'deny', label = '不予延期', from = 'asked', to = 'issued', who = OFFICE,
      text = 'required', told = { 'organization' },
    },
    {
      code = 'extend', label = '延长期限', from = 'issued', to = 'issued', who = OFFICE,
      text = 'required', term = true, told = { 'organization' },
    },
    {
      code = 'again', label = '再行改正', from = 'replied', to = 'issued', who = OFFICE,
      text = 'required', term = true, told = { 'organization' },
    },
    {
      code = 'confirm', label = '确认已改正', from = 'replied', to = 'met', who = OFFICE,
      text = 'optional', told = { 'organization' },
    },
    {
      code = 'fail', label = '认定未改正', from = { 'issued', 'asked', 'replied' }, to = 'not_met',
      who = OFFICE,
      text = 'required', told = { 'organization' },
    },
    {
      code = 'lift', label = '撤回', from = { 'issued', 'asked', 'replied' }, to = 'lifted',
      who = OFFICE,
      text = 'required', told = { 'organization' },
    },
  },
}

-- 两个人：一人提出，另一人确认；确认之前单位看不到。罚款的幅度出自第三十一条。
matter {
  code = 'penalty', label = '处罚', law = '算法推荐管理规定 31', in_history = true,
  states = {
    { code = 'proposed', label = '待确认' },
    { code = 'recorded', label = '已记录', over = true },
    { code = 'dropped', label = '未予确认', over = true },
  },
  moves = {
    {
      code = 'propose', label = '提出', to = 'proposed', who = OFFICE, text = 'required',
      types = 'penalty_type', amount = { of = { 'fine' }, min = 10000, max = 100000 },
    },
    {
      code = 'record', label = '确认', from = 'proposed', to = 'recorded', who = OFFICE, other = true,
      text = 'required', told = { 'organization' },
    },
    {
      code = 'drop', label = '不予确认', from = 'proposed', to = 'dropped', who = OFFICE,
      text = 'required',
    },
  },
}
