-- 公开清单里的真实编号，各年、两种清单都有。

case {
  name = '公开清单里的真实编号都通过校验',
  ask = 'number',
  vectors = {
    { text = '{prefix}110101135224302220029{suffix}', -- 个性化推送类
      number = '{prefix}110101135224302220029{suffix}' },
    { text = '{prefix}110105404268302220023{suffix}', -- 个性化推送类
      number = '{prefix}110105404268302220023{suffix}' },
    { text = '{prefix}110105944510605260015{suffix}', -- 内容过滤类
      number = '{prefix}110105944510605260015{suffix}' },
    { text = '{prefix}110108077222703220015{suffix}', -- 排序精选类
      number = '{prefix}110108077222703220015{suffix}' },
    { text = '{prefix}110108225567701230011{suffix}', -- 深度合成-服务提供者
      number = '{prefix}110108225567701230011{suffix}' },
    { text = '{prefix}110108645502803220017{suffix}', -- 排序精选类
      number = '{prefix}110108645502803220017{suffix}' },
    { text = '{prefix}110108823483901240085{suffix}', -- 深度合成-服务技术支持者
      number = '{prefix}110108823483901240085{suffix}' },
    { text = '{prefix}110113605440102230015{suffix}', -- 个性化推送类
      number = '{prefix}110113605440102230015{suffix}' },
    { text = '{prefix}110115764497406260013{suffix}', -- 调度决策类
      number = '{prefix}110115764497406260013{suffix}' },
    { text = '{prefix}130629680280302260019{suffix}', -- 个性化推送类
      number = '{prefix}130629680280302260019{suffix}' },
    { text = '{prefix}310104655459004260019{suffix}', -- 信息检索类
      number = '{prefix}310104655459004260019{suffix}' },
    { text = '{prefix}310115175141301260019{suffix}', -- 深度合成
      number = '{prefix}310115175141301260019{suffix}' },
    { text = '{prefix}320508893984204260013{suffix}', -- 信息检索类
      number = '{prefix}320508893984204260013{suffix}' },
    { text = '{prefix}330108562416104220011{suffix}', -- 检索过滤类
      number = '{prefix}330108562416104220011{suffix}' },
    { text = '{prefix}330110046572903220011{suffix}', -- 排序精选类
      number = '{prefix}330110046572903220011{suffix}' },
    { text = '{prefix}330110287769002230015{suffix}', -- 个性化推送类
      number = '{prefix}330110287769002230015{suffix}' },
    { text = '{prefix}330110539649101260017{suffix}', -- 深度合成
      number = '{prefix}330110539649101260017{suffix}' },
    { text = '{prefix}330110881391601260039{suffix}', -- 深度合成
      number = '{prefix}330110881391601260039{suffix}' },
    { text = '{prefix}330110985154601240013{suffix}', -- 深度合成-服务提供者
      number = '{prefix}330110985154601240013{suffix}' },
    { text = '{prefix}330212969079001260019{suffix}', -- 深度合成
      number = '{prefix}330212969079001260019{suffix}' },
    { text = '{prefix}350203814951001230015{suffix}', -- 深度合成
      number = '{prefix}350203814951001230015{suffix}' },
    { text = '{prefix}370102362837701240017{suffix}', -- 深度合成-服务技术支持者
      number = '{prefix}370102362837701240017{suffix}' },
    { text = '{prefix}430105539665201260045{suffix}', -- 深度合成
      number = '{prefix}430105539665201260045{suffix}' },
    { text = '{prefix}440106026876101260035{suffix}', -- 深度合成
      number = '{prefix}440106026876101260035{suffix}' },
    { text = '{prefix}440112663606801260013{suffix}', -- 深度合成
      number = '{prefix}440112663606801260013{suffix}' },
    { text = '{prefix}440305229654801250019{suffix}', -- 深度合成-服务提供者
      number = '{prefix}440305229654801250019{suffix}' },
    { text = '{prefix}440305351320802260011{suffix}', -- 个性化推送类
      number = '{prefix}440305351320802260011{suffix}' },
    { text = '{prefix}440606617602801260011{suffix}', -- 深度合成
      number = '{prefix}440606617602801260011{suffix}' },
    { text = '{prefix}510107187085401250017{suffix}', -- 深度合成-服务提供者
      number = '{prefix}510107187085401250017{suffix}' },
    { text = '{prefix}610112588388705260013{suffix}', -- 内容过滤类
      number = '{prefix}610112588388705260013{suffix}' },
    { text = '110108645502802220011', digits = '110108645502802220011',
      number = '{prefix}110108645502802220011{suffix}' },
    { text = '110108645502803220017', digits = '110108645502803220017',
      number = '{prefix}110108645502803220017{suffix}' },
    { text = '110108645502804220013', digits = '110108645502804220013',
      number = '{prefix}110108645502804220013{suffix}' },
    { text = '110108645502804220021', digits = '110108645502804220021',
      number = '{prefix}110108645502804220021{suffix}' },
    { text = '110108645502801230035', digits = '110108645502801230035',
      number = '{prefix}110108645502801230035{suffix}' },
    { text = '110108645502801230043', digits = '110108645502801230043',
      number = '{prefix}110108645502801230043{suffix}' },
    { text = '330110507206401230035', digits = '330110507206401230035',
      number = '{prefix}330110507206401230035{suffix}' },
    { text = '110108823483902220017', digits = '110108823483902220017',
      number = '{prefix}110108823483902220017{suffix}' },
    { text = '440305295988702220015', digits = '440305295988702220015',
      number = '{prefix}440305295988702220015{suffix}' },
    { text = '110108224236606220017', digits = '110108224236606220017',
      number = '{prefix}110108224236606220017{suffix}' },
    { text = '440305295988701240147', digits = '440305295988701240147',
      number = '{prefix}440305295988701240147{suffix}' },
    { text = '310101216601302230019', digits = '310101216601302230019',
      number = '{prefix}310101216601302230019{suffix}' },
    { text = '330106003156001240091', digits = '330106003156001240091',
      number = '{prefix}330106003156001240091{suffix}' },
    { text = '441901668896206260011', digits = '441901668896206260011',
      number = '{prefix}441901668896206260011{suffix}' },
    { text = '469023194622101240011', digits = '469023194622101240011',
      number = '{prefix}469023194622101240011{suffix}' },
  },
}

case {
  name = '编号照人们的写法放宽：有无前后缀、空格、全角数字、冒号',
  ask = 'number',
  vectors = {
    { text = '{prefix}110108645502802220011{suffix}', digits = '110108645502802220011' },
    { text = '{prefix}110108645502802220011', digits = '110108645502802220011' },
    { text = '110108645502802220011{suffix}', digits = '110108645502802220011' },
    { text = ' {prefix} 110108 6455028 02 22 001 1 {suffix} ', digits = '110108645502802220011' },
    { text = '{prefix}：110108645502802220011{suffix}', digits = '110108645502802220011' },
    { text = '备案编号：{prefix}110108645502802220011{suffix}', digits = '110108645502802220011' },
    { text = '{prefix}１１０１０８６４５５０２８０２２２００１１{suffix}', digits = '110108645502802220011' },
    { text = '{prefix}　110108645502802220011　{suffix}', digits = '110108645502802220011' },
    { text = '（{prefix}110108645502802220011{suffix}）', digits = '110108645502802220011' },
    { text = '{prefix}110108645502802220011{suffix}。', digits = '110108645502802220011' },
    { text = '算法备案号：{prefix}110108645502802220011{suffix}', digits = '110108645502802220011' },
    { text = '{prefix}110108645502802220011{suffix}\u{200B}', digits = '110108645502802220011' },
    { text = '【1】{prefix}110108-6455028-02-22-001-1{suffix}，2022 年',
      digits = '110108645502802220011' },
    { text = '110108645502802220011、110108645502802220011', digits = '110108645502802220011' },
  },
}

case {
  name = '编号写错、占位、编造的都指出',
  ask = 'number',
  vectors = {
    { text = '{prefix}110108xxxxxx{suffix}', reason = 'malformed' },
    { text = '{prefix}11010864550280{suffix}', reason = 'malformed' },
    { text = '{prefix}110108645502802220012{suffix}', reason = 'malformed' },
    { text = '{prefix}110108645502802220013{suffix}', reason = 'malformed' },
    { text = '1101086455028022200111', reason = 'malformed' },
    { text = '110108645502802220011、110108645502803220017', reason = 'malformed' },
    { text = '', reason = 'malformed' },
    { text = '{prefix}{suffix}', reason = 'malformed' },
    { text = 'Beijing-YunQue-20230821', reason = 'malformed' },
    { text = '京ICP备2022016840{suffix}', reason = 'malformed' },
    { text = 110108, reason = 'malformed' },
  },
}

case {
  name = '发号：区划、主体序号、类别、年份、流水、校验位',
  ask = 'publish',
  facts = {
    ['/organization/serial'] = 6455028, ['/issue/filed_on'] = '2022-08-12',
    ['/organization/subject/data/basic/area'] = '110108',
  },
  set = { ['/basic/class'] = 'personalized_push' },
  expect = { number = '{prefix}110108645502802220011{suffix}' },
}

case {
  name = '公示内容取自公开字段',
  ask = 'publish',
  facts = { ['/issue/serials'] = { ['01'] = 2, ['02'] = 7 }, ['/issue/filed_on'] = '2026-11-24' },
  expect = {
    number = '{prefix}110108123456701260039{suffix}',
    entry = {
      algorithm_name = '示例资讯文本生成算法', algorithm_type = 'generation_synthesis', role = 'provider',
      algorithm_type_label = '生成合成类', role_label = '服务提供者', area_label = '北京市',
      organization = '示例科技（北京）有限公司', area = '110108',
      products = '示例资讯(APP)', purpose = '应用于资讯摘要场景，根据用户输入的主题，生成文本摘要。', note = '',
      disclosure = { name = '示例资讯文本生成算法', purpose = '帮助用户快速了解资讯要点，提高阅读和写作的效率。' },
    },
  },
}

case {
  name = '公示：服务技术支持者的应用产品写 --',
  ask = 'publish',
  facts = { ['/issue/filed_on'] = '2026-11-24' },
  set = { ['/basic/role'] = 'supporter' },
  unset = { '/service/coverage' },
  expect = { entry = { products = '--', role = 'supporter', role_label = '服务技术支持者' } },
}

case {
  name = '公示：检索过滤类按子类公布，不写角色',
  ask = 'publish',
  facts = { ['/issue/filed_on'] = '2026-11-24' },
  set = { ['/basic/class'] = 'retrieval_filtering', ['/basic/subclass'] = 'filtering' },
  expect = {
    entry = { algorithm_type = 'filtering', algorithm_type_label = '内容过滤类', role = '' },
  },
}

case {
  name = '主体通过初审后，单位名称、注册地以主体信息为准',
  ask = 'publish',
  form = 'subject',
  facts = { ['/organization/serial'] = null, ['/organization/name'] = '示例科技' },
  expect = {
    organization = { name = '示例科技（北京）有限公司', area = '110108' },
  },
}
