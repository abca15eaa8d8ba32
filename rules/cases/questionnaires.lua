-- 问卷：每个结论至少有一例得出。

case {
  ask = 'questionnaire', name = '问卷：先问哪里变了', questionnaire = 'change', answers = {},
  expect = { next = 'what' },
}
case {
  ask = 'questionnaire', name = '问卷：选了变更的，接着问哪一日变的', questionnaire = 'change',
  answers = { what = { 'basic' } }, expect = { next = 'changed_on' },
}
case {
  ask = 'questionnaire', name = '问卷：算法名称变了，十个工作日内办理算法变更', questionnaire = 'change',
  answers = { what = { 'basic', 'wording' }, changed_on = '2026-11-24' },
  expect = { outcome = 'algorithm', says = '办理期限：2026-12-08' },
}
case {
  ask = 'questionnaire', name = '问卷：期限落在日历之外的，标明暂估', questionnaire = 'change',
  answers = { what = { 'product' }, changed_on = '2031-03-03' },
  expect = { outcome = 'algorithm', says = '（暂估）' },
}
case {
  ask = 'questionnaire', name = '问卷：只有主体信息变了', questionnaire = 'change',
  answers = { what = { 'subject' }, changed_on = '2026-11-24' },
  expect = { outcome = 'subject', says = '办理期限：2026-12-08' },
}
case {
  ask = 'questionnaire', name = '问卷：主体与算法都变了，两样都要办', questionnaire = 'change',
  answers = { what = { 'subject', 'mechanism' }, changed_on = '2026-11-24' },
  expect = { outcome = 'subject', says = '另须办理算法变更' },
}
case {
  ask = 'questionnaire', name = '问卷：终止服务的办理注销，二十个工作日', questionnaire = 'change',
  answers = { what = { 'ended' }, ended_on = '2026-11-24' },
  expect = { outcome = 'deregister', says = '办理期限：2026-12-22' },
}
case {
  ask = 'questionnaire', name = '问卷：只改写文字的不用办理；改口之后原来所答的不算', questionnaire = 'change',
  answers = { what = { 'wording' }, changed_on = '2026-11-24' },
  expect = { outcome = 'not_needed' },
}
case {
  ask = 'questionnaire', name = '问卷：没有这个选项', questionnaire = 'change',
  answers = { what = { 'elsewhere' } }, expect = { reason = 'answer_invalid', says = '所列选项' },
}
case {
  ask = 'questionnaire', name = '问卷：没有这个问题', questionnaire = 'change',
  answers = { why = true }, expect = { reason = 'answer_invalid', says = '没有这个问题' },
}
case {
  ask = 'questionnaire', name = '问卷：日期不存在', questionnaire = 'change',
  answers = { what = { 'ended' }, ended_on = '2026-02-30' },
  expect = { reason = 'answer_invalid', says = '存在的日期' },
}
case {
  ask = 'questionnaire', name = '问卷：“都没有变”不能与别的一同选', questionnaire = 'change',
  answers = { what = { 'none', 'basic' }, changed_on = '2026-11-24' },
  expect = { reason = 'answer_invalid', says = '请只留“都没有变”' },
}
case {
  ask = 'questionnaire', name = '问卷：选项写了两遍的，与一遍一样', questionnaire = 'change',
  answers = { what = { 'none', 'none' } }, expect = { outcome = 'not_needed' },
}
case {
  ask = 'questionnaire', name = '问卷：终止之外另有变更的，两样都说', questionnaire = 'change',
  answers = { what = { 'ended', 'basic' }, changed_on = '2026-11-20', ended_on = '2026-11-24' },
  expect = {
    outcome = 'deregister',
    says = '办理期限：2026-12-22。所答的还有别的变更：注销之外，另须办理算法变更，办理期限：2026-12-04',
  },
}
case {
  ask = 'questionnaire', name = '问卷：终止之外主体变了的，另办主体变更', questionnaire = 'change',
  answers = { what = { 'subject', 'ended' }, changed_on = '2026-11-20', ended_on = '2026-11-24' },
  expect = { outcome = 'deregister', says = '另须办理主体变更，办理期限' },
}
case {
  ask = 'questionnaire', name = '问卷：终止之外主体、算法都变了的，两种变更都说', questionnaire = 'change',
  answers = {
    what = { 'subject', 'product', 'ended' }, changed_on = '2026-11-20', ended_on = '2026-11-24',
  },
  expect = { outcome = 'deregister', says = '另须办理主体变更、算法变更，' },
}
case {
  ask = 'questionnaire', name = '问卷：主体变了、另只改写了文字的，不说算法变更', questionnaire = 'change',
  answers = { what = { 'subject', 'wording' }, changed_on = '2026-11-24' },
  expect = { outcome = 'subject', says = '办理期限：2026-12-08' },
}
case {
  ask = 'questionnaire', name = '问卷：规定施行之前变的，期限另问', questionnaire = 'change',
  answers = { what = { 'basic' }, changed_on = '2022-02-28' },
  expect = { outcome = 'algorithm', says = '早于规定施行之日（2022-03-01）' },
}
case {
  ask = 'questionnaire', name = '问卷：规定施行之日变的，算得出期限', questionnaire = 'change',
  answers = { what = { 'basic' }, changed_on = '2022-03-01' },
  expect = { outcome = 'algorithm', says = '办理期限：2022-03-15' },
}
case {
  ask = 'questionnaire', name = '问卷：变更之日还没有到的，说出来', questionnaire = 'change',
  answers = { what = { 'basic' }, changed_on = '2026-11-25' },
  expect = { outcome = 'algorithm', says = '所答的 2026-11-25 还没有到' },
}
case {
  ask = 'questionnaire', name = '问卷：终止之日还没有到的，说出来', questionnaire = 'change',
  answers = { what = { 'ended' }, ended_on = '2026-12-01' },
  expect = { outcome = 'deregister', says = '所答的 2026-12-01 还没有到' },
}
case {
  ask = 'questionnaire', name = '问卷：日历数不到的，不写期限', questionnaire = 'change',
  answers = { what = { 'subject' }, changed_on = '2199-12-31' },
  expect = { outcome = 'subject', says = '还没有到' },
}

-- ---- 要不要备案 ------------------------------------------------------------------------------------

local function answers(more)
  local out = {
    technique = { 'personalized_push' }, is_domestic = true, opinion = { 'video' },
    is_mobilizing = false, is_online = true, online_on = '2026-11-24',
  }
  for key, value in pairs(more) do out[key] = value end
  return out
end
local function generation(more)
  local out = { technique = { 'generation_synthesis' }, face = 'own', is_large_model = false }
  for key, value in pairs(more) do out[key] = value end
  return answers(out)
end

case {
  ask = 'questionnaire', name = '自查：没有用到所列技术的，不在备案之列；不是法律意见',
  questionnaire = 'prescreen',
  answers = answers({ technique = { 'none' } }),
  expect = { outcome = 'out_of_scope', says = '不是法律意见' },
}
case {
  ask = 'questionnaire', name = '自查：不在境内提供服务的，不再往下问',
  questionnaire = 'prescreen',
  answers = { technique = { 'personalized_push' }, is_domestic = false },
  expect = { outcome = 'out_of_scope' },
}
case {
  ask = 'questionnaire', name = '自查：两问都答没有的，一般不用备案',
  questionnaire = 'prescreen',
  answers = answers({ opinion = { 'none' } }), expect = { outcome = 'not_public', says = '自查' },
}
case {
  ask = 'questionnaire', name = '自查：只有动员能力的，也要备案，十个工作日',
  questionnaire = 'prescreen',
  answers = answers({ opinion = { 'none' }, is_mobilizing = true }),
  expect = { outcome = 'provider', says = '首次备案的期限：2026-12-08。' },
}
case {
  ask = 'questionnaire', name = '自查：有短视频的推送，以服务提供者备案',
  questionnaire = 'prescreen',
  answers = answers({}), expect = { outcome = 'provider', says = '2026-12-08' },
}
case {
  ask = 'questionnaire', name = '自查：规定施行之前上线的，期限另问',
  questionnaire = 'prescreen',
  answers = answers({ online_on = '2022-02-28' }),
  expect = { outcome = 'provider', says = '2022-03-01' },
}
case {
  ask = 'questionnaire', name = '自查：规定施行之日上线的，算得出期限',
  questionnaire = 'prescreen',
  answers = answers({ online_on = '2022-03-01' }),
  expect = { outcome = 'provider', says = '2022-03-15' },
}
case {
  ask = 'questionnaire', name = '自查：“都没有用到”不能与别的一同选', questionnaire = 'prescreen',
  answers = answers({ technique = { 'none', 'personalized_push' } }),
  expect = { reason = 'answer_invalid', says = '请只留“都没有用到”' },
}
case {
  ask = 'questionnaire', name = '自查：“都没有”不能与聊天室一同选', questionnaire = 'prescreen',
  answers = answers({ opinion = { 'chat', 'none' } }),
  expect = { reason = 'answer_invalid', says = '请只留“都没有”' },
}
case {
  ask = 'questionnaire', name = '自查：上线之日还没有到的，说出来', questionnaire = 'prescreen',
  answers = answers({ online_on = '2026-11-25' }),
  expect = { outcome = 'provider', says = '所答的上线之日 2026-11-25 还没有到' },
}
case {
  ask = 'questionnaire', name = '自查：日历之外的标暂估', questionnaire = 'prescreen',
  answers = answers({ online_on = '2031-03-03' }),
  expect = { outcome = 'provider', says = '（暂估）' },
}
case {
  ask = 'questionnaire', name = '自查：日历数不到的，不写期限',
  questionnaire = 'prescreen',
  answers = answers({ online_on = '2199-12-31' }),
  expect = { outcome = 'provider', says = '自查' },
}
case {
  ask = 'questionnaire', name = '自查：没有上线的，不起算；用了几类的，各自备案',
  questionnaire = 'prescreen',
  answers = answers({
    technique = { 'personalized_push', 'ranking_selection' }, is_online = false,
  }),
  expect = { outcome = 'provider', says = '各算法分别备案' },
}
case {
  ask = 'questionnaire', name = '自查：没有上线的，说在上线之后提交',
  questionnaire = 'prescreen',
  answers = answers({ is_online = false }),
  expect = { outcome = 'provider', says = '没有上线的不起算期限' },
}
case {
  ask = 'questionnaire', name = '自查：生成合成类先问谁面向使用者',
  questionnaire = 'prescreen',
  answers = {
    technique = { 'generation_synthesis' }, is_domestic = true, opinion = { 'none' },
    is_mobilizing = true,
  },
  expect = { next = 'face' },
}
case {
  ask = 'questionnaire', name = '自查：自有产品的是服务提供者；大模型另有一条线',
  questionnaire = 'prescreen',
  answers = generation({ is_large_model = true }),
  expect = { outcome = 'provider', says = '大模型备案或登记' },
}
case {
  ask = 'questionnaire', name = '自查：只以接口供别的单位使用的，是服务技术支持者',
  questionnaire = 'prescreen',
  answers = generation({ face = 'others' }), expect = { outcome = 'supporter' },
}
case {
  ask = 'questionnaire', name = '自查：两样都有的，各备案一次',
  questionnaire = 'prescreen',
  answers = generation({ face = 'both' }), expect = { outcome = 'both' },
}
case {
  ask = 'questionnaire', name = '自查：生成的只供别人、另有推送的，也是两种身份',
  questionnaire = 'prescreen',
  answers = generation({
    technique = { 'generation_synthesis', 'personalized_push' }, face = 'others',
  }),
  expect = { outcome = 'both' },
}
