-- 单位的人员：统一社会信用代码已被别的账号用于备案时，凭证明材料申请认领该单位，由主管部门决定。
-- who：谁来决定（还须在其管辖范围内）；answer_days：现在的所有者多少个工作日内可以答复，没有答复而未到期的不能认定；
-- most：一个账号同时最多几份没有结果的申请；former：认定后原来的所有者 none 移出单位，或留下作 read、fill、submit 的成员。
-- tells：什么时候告诉谁。to 写 asker 申请人、former 原来的所有者、organization 被认领的单位，或审核角色；
-- notice 是 notices.lua 里不带 on 的一条。申请、认定、不予认定时对当事人的通知不能少；改转（redirected）时不告诉申请人和
-- 原被认领的单位的，不能改转。

takeover {
  law = '本系统参数', who = { 'final_reviewer' }, answer_days = 'takeover_answer_days', most = 3,
  former = 'none',
  tells = {
    { on = 'asked', to = 'organization', notice = 'takeover_asked' },
    { on = 'asked', to = 'final_reviewer', notice = 'takeover_to_decide' },
    { on = 'answered', to = 'final_reviewer', notice = 'takeover_answered' },
    { on = 'granted', to = 'asker', notice = 'takeover_granted' },
    { on = 'granted', to = 'former', notice = 'takeover_lost' },
    { on = 'granted', to = 'organization', notice = 'takeover_owner' },
    { on = 'declined', to = 'asker', notice = 'takeover_declined' },
    { on = 'declined', to = 'organization', notice = 'takeover_over' },
    { on = 'redirected', to = 'asker', notice = 'takeover_redirected' },
    { on = 'redirected', to = 'organization', notice = 'takeover_not_meant' },
    { on = 'taken_back', to = 'organization', notice = 'takeover_over' },
  },
}
