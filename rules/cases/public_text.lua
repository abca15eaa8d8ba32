-- 要公示的文字。号码都由校验式推得，不是任何人的；省级代码 110000 不发给个人。

local PRINCIPLE = '/disclosure/principle'
local function with(text) return '以语言模型为基础生成与主题相符的摘要，' .. text .. '，供用户阅读。' end

case {
  name = '要公示的文字里有身份证号：连写、空格、全角、中文标点隔开的都算，校验位不符、日期不存在的不算',
  form = 'algorithm', rule = 'public.personal_number', at = PRINCIPLE,
  accepts = {
    with('编号 110000199001310009'), with('编号 110000199002300004'), with('编号 1100001990013100081'),
    with('网信算备110108645502802220011号'), with('参考 GB 11643-1999、GB 32100-2015'),
    with('区划 110000，日期 1990，其余 0131'),
  },
  rejects = {
    with('联系人 110000199001310008'), with('联系人１１００００１９９００１３１０００８'),
    with('联系人 110000 19900131 0008'), with('联系人 110000、19900131、0008'),
    with('联系人 110000－1990－01－31－0008'), with('联系人11010519491231002x'),
    with('联系人 1 1 0 0 0 0 1 9 9 0 0 1 3 1 0 0 0 8'), with('共 3，110000199001310008'),
    with('联系人 11010519491231002 Ｘ'),
  },
}

case {
  name = '要公示的文字里有手机号：拆开写的看分法，几个不相干的数不算',
  form = 'algorithm', rule = 'public.personal_number', at = PRINCIPLE,
  accepts = {
    with('电话 010-68359892'), with('电话 12800138000'), with('电话 1380013800'),
    with('电话 138001380001'),
    with('分别为 15，20，30，405，60'), with('订单 20231213800138000'), with('服务 IP 192.0.2.10'),
    with('于 2026-11-05、2026-11-06 上线'),
    with('8613800138'),
  },
  rejects = {
    with('电话 13800138000'), with('电话13000138000'), with('电话 19900138000'),
    with('电话 +86 138-0013-8000'),
    with('电话 +8613800138000'), with('电话 008613800138000'), with('电话１３８　００１３　８０００'),
    with('电话 138。00138000'), with('电话 1380013·8000'), with('电话 1、3、8、0、0、1、3、8、0、0、0'),
    with('电话 1380-0138-000'), with('电话 138 001 38000'),
    with('电话 13800-138000'), with('电话 13800_138000'), with('电话 𝟣𝟥𝟪𝟢𝟢𝟣𝟥𝟪𝟢𝟢𝟢'),
  },
}

case {
  name = '要公示的文字里有银行卡号：16 至 19 位，校验位相符；不是 62 开头的，按卡面分开写或写明是卡号的才算',
  form = 'algorithm', rule = 'public.personal_number', at = PRINCIPLE,
  accepts = {
    with('账号 6200000000000004'), with('账号 620000000000000'), with('账号 62000000000000000005'),
    with('账号 5500000000000004'),
    with('订单 4000000000000002'), with('账号 40000000 00000002'), with('卡号 4000000000000003'),
    with('卡号 1000000000000008'), with('编号 4000 0000 0000 0003'),
  },
  rejects = {
    with('账号 6200000000000005'), with('账号 6200 0000 0000 0005'), with('账号 6200 0000 0000 0000 000'),
    with('账号：6222020000000000000'),
    with('账号 620000000000000005'), with('账号 6255555555555558'),
    with('卡号 4000000000000002'), with('银行卡：5500000000000004'), with('4000 0000 0000 0002'),
    with('5500-0000-0000-0004'), with('４０００　００００　００００　０００２'),
  },
}

case {
  name = '号码只说头尾，说到是哪一处；一段里有几个就说几个', form = 'algorithm',
  set = {
    ['/basic/name'] = '13800138000算法',
    [PRINCIPLE] = with('13900139000、110000199001310008，账号 6200000000000005'),
  },
  expect = {
    verdict = 'not_acceptable', findings = {
      {
        rule = 'public.personal_number', path = '/basic/name', says = '手机号码 138****8000',
        omits = '138001',
      },
      { rule = 'public.personal_number', path = PRINCIPLE, says = '139****9000' },
      { rule = 'public.personal_number', path = PRINCIPLE, says = '居民身份证号码 110000********0008' },
      { rule = 'public.personal_number', path = PRINCIPLE, says = '银行卡号 6200********0005' },
    },
  },
}

case {
  name = '主体名称、产品名称也看；不公示的文字不看', form = 'subject',
  set = { ['/basic/name'] = '示例13800138000有限公司', ['/website/traffic_note'] = '电话 13800138000' },
  expect = {
    findings = { { rule = 'public.personal_number', path = '/basic/name' } },
  },
}

case {
  name = '产品名称只是占位', form = 'product',
  set = { ['/name'] = '待补充' },
  expect = {
    verdict = 'not_acceptable',
    findings = { { rule = 'public.filler', path = '/name', says = '“待补充”' } },
  },
}

case {
  name = '变更的文字与首次备案一样看', form = 'algorithm', action = 'change',
  facts = { ['/filing/changed'] = { PRINCIPLE, '/disclosure/purpose' } },
  set = {
    [PRINCIPLE] = with('全国唯一，联系电话 13800138000'), ['/disclosure/purpose'] = '待补充',
    ['/disclosure/scenario'] = with('某某公司'),
  },
  expect = {
    verdict = 'not_acceptable', findings = {
      { rule = 'public.personal_number', path = PRINCIPLE, says = '138****8000' },
      { rule = 'public.absolute_claim', path = PRINCIPLE },
      { rule = 'public.filler', path = '/disclosure/purpose' },
      { rule = 'public.placeholder', path = '/disclosure/scenario' },
    },
  },
}

case {
  name = '注销不能改动文字，从前公示的不再看', form = 'algorithm', action = 'deregister',
  facts = { ['/filing/changed'] = {} },
  set = {
    [PRINCIPLE] = with('全国唯一，联系电话 13800138000'), ['/disclosure/purpose'] = '待补充',
    ['/disclosure/scenario'] = with('某某公司'),
  },
  expect = {
    verdict = 'acceptable', absent = {
      'public.personal_number', 'public.absolute_claim', 'public.filler', 'public.placeholder',
    },
  },
}

case {
  name = '所关联产品的名称随算法公示，也看', form = 'algorithm',
  facts = { ['/products/0/name'] = '全国唯一13800138000' },
  expect = {
    verdict = 'not_acceptable', findings = {
      {
        rule = 'public.personal_number', path = '/products/0/name', says = '138****8000',
        omits = '138001',
      },
      { rule = 'public.absolute_claim', path = '/products/0/name' },
    },
  },
}

case {
  name = '没有填的不看', form = 'product', base = 'empty',
  expect = { absent = { 'public.personal_number', 'public.absolute_claim', 'public.filler' } },
}

case {
  name = '绝对化的宣传用语只提醒；技术用语、行政用语、次序不算',
  form = 'algorithm', rule = 'public.absolute_claim', at = PRINCIPLE,
  accepts = {
    with('取最佳匹配、最优解与最大值'), with('见第一章、第一步，第一时间返回'), with('按最近、最新、最终的结果排序'),
    with('用户的唯一标识'), with('全国唯一编码'), with('解析顶级域名'), with('服务于国家级高新区企业'),
    with('由最高人民法院公布'), with('首次登录'), with('最好先登录'), with('最强度'), with('最高级别'),
    with('行业第10位'), with('全网TOP100'), with('最高级人民检察院'), with('优先级领先一步'),
    with('取得独家授权的作品'), with('区分独家报道与转载'),
  },
  rejects = {
    with('达到国家级水平'), with('达到国 家 级水平'), with('世界级效果'), with('最高级的效果'), with('最佳体验'),
    with('最先进的技术'), with('最强大的模型'), with('全网最全'), with('行业第一'),
    with('销量第一'),
    with('第一品牌'),
    with('国内唯一'), with('全国首家'), with('顶级团队'), with('遥遥领先'), with('100%准确'), with('百分之百可靠'),
    with('国家认证的算法'), with('已获网信办认可'),
    with('行业第1'), with('销量 NO.1'), with('全网TOP1'), with('国际领先水平'), with('世界一流'), with('最优质的服务'),
    with('达到最高水平'), with('独家算法'), with('全国独家授权'), with('行业首创'),
  },
}

case {
  name = '绝对化用语一处说一次，说出是哪几个', form = 'algorithm',
  set = { [PRINCIPLE] = with('全国唯一、国家级、遥遥领先') },
  expect = {
    verdict = 'acceptable', findings = {
      {
        rule = 'public.absolute_claim', path = PRINCIPLE, severity = 'warning',
        says = '“国家级”、“全国唯一”、“遥遥领先”',
      },
    },
  },
}

case {
  name = '整段只是占位的字',
  form = 'algorithm', rule = 'public.filler', at = PRINCIPLE,
  accepts = {
    with('测试'), '按 A/B 测试的结果排序', '12306 排序', '同上一项：按点击率排序', '哈哈哈', '无人配送调度', '略图生成', '推荐推荐',
    '暂无结果时按热度排序',
  },
  rejects = {
    '测试', '测试测试', '测试文本。', 'test', 'XXX', 'ｘｘｘ', '待补充', '（待完善）', '同上', '同 上', '无', '暂无', '略。', '……',
    '111', '123456',
  },
}

case {
  name = '夹在文字里的占位、重复的字只提醒',
  form = 'algorithm', rule = 'public.placeholder', at = PRINCIPLE,
  accepts = { with('请输入主题后点击'), with('XX 省'), with('哈哈哈哈哈'), with('测试'), '哈哈哈',
    with('测试测试'), with('测试、测试'), with('逐条逐项逐级'),
    '推荐推荐', '待补充' },
  rejects = {
    with('机制待补充'), with('由 XXX 提供'), with('Lorem ipsum dolor'), with('（请填写）'), with('某某公司'),
    with('哈哈哈哈哈哈'), '哈哈哈哈', 'aaa', 'ＡＡＡ', '推荐推荐推荐',
    with('测试测试测试'), with('测试、测试，测试'), with('testtesttest'), '算法原理、算法原理、算法原理、',
  },
}
