-- 词表。英文代码供程序使用，一经发布不改；中文名称可改。选项来源见各表 law 与 note。

-- ---- 主体 -----------------------------------------------------------------------------------------

vocabulary {
  id = 'entity_type', title = '主体类型', law = '本系统参数', note = '选项未经核实',
  items = {
    { code = 'enterprise', label = '企业' },
    { code = 'public_institution', label = '事业单位' },
    { code = 'government', label = '党政机关' },
    { code = 'social_organization', label = '社会团体' },
    { code = 'private_non_enterprise', label = '民办非企业单位' },
    { code = 'sole_proprietor', label = '个体工商户' },
    { code = 'other', label = '其他' },
  },
}

vocabulary {
  id = 'certificate_type', title = '主体证件类型', law = '本系统参数', note = '选项未经核实',
  items = {
    { code = 'business_license', label = '营业执照' },
    { code = 'institution_certificate', label = '事业单位法人证书' },
    { code = 'credit_code_certificate', label = '统一社会信用代码证书' },
    { code = 'social_organization_certificate', label = '社会团体法人登记证书' },
    { code = 'private_non_enterprise_certificate', label = '民办非企业单位登记证书' },
    { code = 'other', label = '其他' },
  },
}

vocabulary {
  id = 'id_document', title = '个人证件类型', law = '本系统参数', note = '选项未经核实',
  items = {
    { code = 'resident_id', label = '居民身份证' },
    { code = 'hmt_residence', label = '港澳台居民居住证' },
    { code = 'hm_permit', label = '港澳居民来往内地通行证' },
    { code = 'tw_permit', label = '台湾居民来往大陆通行证' },
    { code = 'foreigner_residence', label = '外国人永久居留身份证' },
    { code = 'passport', label = '护照' },
  },
}

vocabulary {
  id = 'visit_band', title = '月访问量', law = '算法推荐管理规定 23', note = '分档未经核实',
  items = {
    { code = 'none', label = '尚无访问' },
    { code = 'under_10k', label = '1 万次以下' },
    { code = 'from_10k', label = '1 万至 10 万次' },
    { code = 'from_100k', label = '10 万至 100 万次' },
    { code = 'from_1m', label = '100 万至 1000 万次' },
    { code = 'from_10m', label = '1000 万至 1 亿次' },
    { code = 'from_100m', label = '1 亿次以上' },
  },
}

-- 行政区划代码前两位，只用于提醒：县级代码会调整，也有 441901 这样的实际用码，从不因此退回。
vocabulary {
  id = 'province', title = '省级行政区划', law = 'GB/T 2260',
  items = {
    { code = '11', label = '北京市' }, { code = '12', label = '天津市' },
    { code = '13', label = '河北省' }, { code = '14', label = '山西省' },
    { code = '15', label = '内蒙古自治区' },
    { code = '21', label = '辽宁省' }, { code = '22', label = '吉林省' },
    { code = '23', label = '黑龙江省' },
    { code = '31', label = '上海市' }, { code = '32', label = '江苏省' },
    { code = '33', label = '浙江省' }, { code = '34', label = '安徽省' },
    { code = '35', label = '福建省' }, { code = '36', label = '江西省' },
    { code = '37', label = '山东省' },
    { code = '41', label = '河南省' }, { code = '42', label = '湖北省' },
    { code = '43', label = '湖南省' }, { code = '44', label = '广东省' },
    { code = '45', label = '广西壮族自治区' }, { code = '46', label = '海南省' },
    { code = '50', label = '重庆市' }, { code = '51', label = '四川省' },
    { code = '52', label = '贵州省' }, { code = '53', label = '云南省' },
    { code = '54', label = '西藏自治区' },
    { code = '61', label = '陕西省' }, { code = '62', label = '甘肃省' },
    { code = '63', label = '青海省' }, { code = '64', label = '宁夏回族自治区' },
    { code = '65', label = '新疆维吾尔自治区' },
    { code = '71', label = '台湾省' },
    { code = '81', label = '香港特别行政区' }, { code = '82', label = '澳门特别行政区' },
  },
}

-- ---- 产品 -----------------------------------------------------------------------------------------

vocabulary {
  id = 'service_form', title = '服务形式', law = '算法推荐管理规定 24.1', note = '取公开清单中实际出现的写法',
  items = {
    { code = 'app', label = 'APP' },
    { code = 'website', label = '网站' },
    { code = 'mini_program', label = '小程序' },
    { code = 'public_account', label = '公众账号' },
    { code = 'other', label = '其他' },
  },
}

vocabulary {
  id = 'service_status', title = '服务状态', law = '本系统参数', note = '选项未经核实',
  items = {
    { code = 'online', label = '已上线' },
    { code = 'not_online', label = '未上线' },
    { code = 'suspended', label = '暂停服务' },
  },
}

vocabulary {
  id = 'audience', title = '服务对象', law = '本系统参数', note = '选项未经核实',
  items = {
    { code = 'public', label = '社会公众' },
    { code = 'business', label = '企业客户' },
    { code = 'minors', label = '未成年人' },
    { code = 'elderly', label = '老年人' },
    { code = 'workers', label = '劳动者' },
    { code = 'internal', label = '特定单位人员' },
  },
}

-- ---- 算法：基础属性 ------------------------------------------------------------------------------------

-- number_code 是备案编号第 14、15 位；检索过滤类由子类决定，见 algorithm_subclass。
vocabulary {
  id = 'algorithm_class', title = '算法类型', law = '算法推荐管理规定 2', columns = { 'number_code' },
  items = {
    {
      code = 'generation_synthesis', label = '生成合成类', number_code = '01',
      description = '生成或编辑文本、图像、音频、视频等内容',
    },
    {
      code = 'personalized_push', label = '个性化推送类', number_code = '02',
      description = '依用户特征推送信息',
    },
    {
      code = 'ranking_selection', label = '排序精选类', number_code = '03',
      description = '榜单、热搜、精选等排序',
    },
    {
      code = 'retrieval_filtering', label = '检索过滤类', number_code = '04',
      description = '检索信息，或过滤不良内容',
    },
    {
      code = 'scheduling_decision', label = '调度决策类', number_code = '06',
      description = '派单、配送、出行等调度',
    },
  },
}

vocabulary {
  id = 'algorithm_subclass', title = '检索过滤类子类', law = '算法推荐管理规定 2',
  columns = { 'number_code', 'class' }, -- class：属于哪一类，按这一类检索也找得到
  note = '公开清单自约 2025 年起分列信息检索类与内容过滤类',
  items = {
    {
      code = 'retrieval', label = '信息检索类', number_code = '04', class = 'retrieval_filtering',
    },
    {
      code = 'filtering', label = '内容过滤类', number_code = '05', class = 'retrieval_filtering',
    },
  },
}

vocabulary {
  id = 'role', title = '角色', law = '深度合成管理规定 19',
  items = {
    { code = 'provider', label = '服务提供者', description = '以自有网站、应用、小程序等直接面向使用者' },
    { code = 'supporter', label = '服务技术支持者', description = '以接口等方式向其他主体提供技术' },
  },
}

vocabulary {
  id = 'online_status', title = '上线情况', law = '算法推荐管理规定 24.1',
  items = {
    { code = 'online', label = '已上线' },
    { code = 'not_online', label = '未上线' },
  },
}

vocabulary {
  id = 'filing_type', title = '算法备案类型', law = '算法推荐管理规定 24.1', note = '选项未经核实',
  items = {
    { code = 'unfiled', label = '算法未备案（首次）' },
    { code = 'filed_change', label = '已备案，内容变更' },
  },
}

vocabulary {
  id = 'application_field', title = '应用领域', law = '算法推荐管理规定 24.1',
  note = '只有用户内容生成、短视频、商超团购见于公开资料，其余未经核实',
  items = {
    { code = 'ugc', label = '用户内容生成（UGC）' },
    { code = 'short_video', label = '短视频' },
    { code = 'group_buying', label = '商超团购' },
    { code = 'news', label = '新闻资讯' },
    { code = 'social', label = '社交、即时通讯' },
    { code = 'live', label = '直播' },
    { code = 'search', label = '搜索' },
    { code = 'e_commerce', label = '电子商务' },
    { code = 'local_life', label = '本地生活' },
    { code = 'ride_hailing', label = '网约车' },
    { code = 'delivery', label = '外卖、配送' },
    { code = 'recruitment', label = '招聘' },
    { code = 'education', label = '教育' },
    { code = 'health', label = '医疗健康' },
    { code = 'finance', label = '金融' },
    { code = 'game', label = '游戏' },
    { code = 'audio_video', label = '音视频' },
    { code = 'tool', label = '工具' },
    { code = 'other', label = '其他' },
  },
}

-- ---- 算法：详细属性 ------------------------------------------------------------------------------------

vocabulary {
  id = 'modality', title = '数据模态', law = '审核实践',
  items = {
    { code = 'text', label = '文本' },
    { code = 'image', label = '图像' },
    { code = 'audio', label = '音频' },
    { code = 'video', label = '视频' },
    { code = 'model_3d', label = '三维模型' },
    { code = 'structured', label = '结构化数据' },
    { code = 'other', label = '其他' },
  },
}

-- modality：该格式对应的输出模态。两者须一一对应。
vocabulary {
  id = 'file_format', title = '输出文件格式', law = '审核实践', columns = { 'modality' }, note = '选项未经核实',
  items = {
    { code = 'txt', label = 'TXT', modality = 'text' },
    { code = 'html', label = 'HTML', modality = 'text' },
    { code = 'markdown', label = 'Markdown', modality = 'text' },
    { code = 'docx', label = 'DOCX', modality = 'text' },
    { code = 'pdf', label = 'PDF', modality = 'text' },
    { code = 'jpg', label = 'JPG', modality = 'image' },
    { code = 'png', label = 'PNG', modality = 'image' },
    { code = 'webp', label = 'WEBP', modality = 'image' },
    { code = 'gif', label = 'GIF', modality = 'image' },
    { code = 'mp3', label = 'MP3', modality = 'audio' },
    { code = 'wav', label = 'WAV', modality = 'audio' },
    { code = 'aac', label = 'AAC', modality = 'audio' },
    { code = 'mp4', label = 'MP4', modality = 'video' },
    { code = 'mov', label = 'MOV', modality = 'video' },
    { code = 'webm', label = 'WEBM', modality = 'video' },
    { code = 'glb', label = 'GLB', modality = 'model_3d' },
    { code = 'obj', label = 'OBJ', modality = 'model_3d' },
    { code = 'json', label = 'JSON', modality = 'structured' },
    { code = 'csv', label = 'CSV', modality = 'structured' },
    { code = 'xml', label = 'XML', modality = 'structured' },
    { code = 'other', label = '其他', modality = 'other' },
  },
}

vocabulary {
  id = 'data_source', title = '训练数据来源', law = '审核实践',
  items = {
    { code = 'open', label = '开源' },
    { code = 'self_built', label = '自建' },
    { code = 'purchased', label = '采购' },
    { code = 'user', label = '用户' },
    { code = 'none', label = '不涉及训练' },
  },
}

vocabulary {
  id = 'model_origin', title = '模型来源', law = '审核实践',
  items = {
    { code = 'self_developed', label = '自研' },
    { code = 'open_source', label = '开源' },
    { code = 'third_party', label = '第三方调用' },
  },
}

vocabulary {
  id = 'review_method', title = '审核方式', law = '审核实践', note = '选项未经核实',
  items = {
    { code = 'machine', label = '机器审核' },
    { code = 'human', label = '人工审核' },
    { code = 'machine_then_human', label = '先机器后人工' },
    { code = 'none', label = '不审核' },
  },
}

vocabulary {
  id = 'service_method', title = '技术服务方式', law = '深度合成管理规定 19', note = '选项未经核实',
  items = {
    { code = 'api', label = 'API 接口' },
    { code = 'sdk', label = 'SDK' },
    { code = 'private_deployment', label = '私有化部署' },
    { code = 'embedded', label = '嵌入他方产品' },
    { code = 'other', label = '其他' },
  },
}

-- 大模型备案、登记是另一条线，编号形式也不同；这里只作互相参照，材料不混用。
vocabulary {
  id = 'large_model_track', title = '大模型上线手续', law = '生成式人工智能服务管理暂行办法 17',
  items = {
    { code = 'filed', label = '大模型备案' },
    { code = 'registered', label = '大模型登记' },
    { code = 'in_progress', label = '办理中' },
    { code = 'not_applicable', label = '不适用' },
  },
}

-- ---- 要公示的文字 -------------------------------------------------------------------------------------

-- 绝对化的宣传用语。第九条第三项举“国家级”“最高级”“最佳”为例，其余由此推得；条文管的是广告，用在这里只作提醒，未经核实。
-- pattern 是正则，用在折叠后的文字上（没有空格，英文小写），第一个括号里是要说出来的词；技术用语、行政用语（最佳匹配、
-- 唯一标识、国家级高新区、第一时间）不在其内。
vocabulary {
  id = 'absolute_claim', title = '绝对化的宣传用语', law = '广告法 9', columns = { 'pattern' },
  note = '除条文所举三个词外未经核实',
  items = {
    {
      code = 'national', label = '国家级',
      pattern = '(国家级)(?!高新|经济|经开|开发|新区|园区|实验室|重点|非物质|非遗|自然|风景|专精|孵化|科技企业)',
    },
    { code = 'world', label = '世界级', pattern = '((?:世界|宇宙|全球|史诗|殿堂)级)(?!语义)' },
    { code = 'highest', label = '最高级', pattern = '(最高(?:级(?!别|人民|法院|形容|语法)|水平|水准|品质))' },
    {
      code = 'best', label = '最佳',
      pattern = '(最佳)(?!匹配|路径|路线|实践|候选|答案|参数|解|估计|阈值|长度|时机|拟合|配对|近似|位置|时间|模型|权重|分割|切分|划分)',
    },
    {
      code = 'superlative', label = '最好、最强、最先进等',
      pattern = '(最(?:好的|强大?(?!度)|优[质秀]|先进|权威|领先|专业|顶尖|高端|受欢迎|受喜爱|畅销|火爆|优惠|低价|便宜|赚钱|安全可靠|具影响力))',
    },
    {
      code = 'of_all', label = '全国最、全网最等',
      pattern = '((?:全国|全网|全球|世界|国内|行业内?|业内|业界|史上|市场上)最)(?!新|近|早|终|低工资)',
    },
    {
      code = 'first', label = '行业第一等',
      pattern = '((?:全国|全网|全球|世界|国内|中国|亚洲|行业|业内|业界|同行|同类|市场|销量|排名|份额)(?:占有率|产品|平台)?'
        .. '(?:第一|第1(?![0-9])|(?:no\\.?|top)1(?![0-9])))'
        .. '(?!时间|章|条|款|项|次|步|阶段|人称|季度|个|位|层|轮|版|代|部)',
    },
    {
      code = 'leading', label = '国际领先、世界一流等',
      pattern = '((?:国际|世界|全球|国内|全国|行业|业内|业界)(?:领先|一流|顶尖))',
    },
    { code = 'number_one', label = '第一品牌', pattern = '((?:第一|首选|头号)(?:品牌|平台))' },
    {
      code = 'only', label = '全国唯一等',
      pattern = '((?:全国|全网|全球|世界|国内|行业|业内|业界|市场上)唯一)(?!标识|编号|编码|性|键|值|码)',
    },
    {
      code = 'only_house', label = '全国首家、首创等',
      pattern = '((?:全国|全网|全球|世界|国内|行业|业内|业界|同行)(?:首家|首创|首款))',
    },
    {
      code = 'exclusive', label = '独家',
      pattern = '((?:全国|全网|全球|世界|国内|行业|业内|业界)独家'
        .. '|独家(?!授权|许可|代理|经销|经营|版权|播放|播出|发行|转载|报道|新闻|专访|签约|合同|协议|供应|冠名))',
    },
    { code = 'top', label = '顶级', pattern = '(顶级)(?!域|会议|期刊|节点|目录|父|类|分类|元素|菜单|标签|代理)' },
    {
      code = 'matchless', label = '无与伦比等',
      pattern = '(无与伦比|绝无仅有|独一无二|空前绝后|史无前例|前无古人|举世无双|无可匹敌|遥遥领先|极品|至尊)',
    },
    {
      code = 'perfect', label = '百分之百等',
      pattern = '((?:100%|百分之百|绝对|完全)(?:安全|准确|可靠|有效|正确|成功|无误|无风险)|零风险|万无一失|包治)',
    },
    {
      code = 'state_name', label = '国家认证、官方推荐等',
      pattern = '((?:国家|国务院|中央|网信办|网信部门|官方|央视|政府)(?:认证|认可|推荐|指定|特供|免检|背书))',
    },
  },
}

-- ---- 审核 -----------------------------------------------------------------------------------------

-- 审核理由的分类。官方没有公布过这样的清单，按常见的退回情形拟定，可以增减；文字仍由审核人员写。
-- kinds 写只用于哪些种类的备案，paths 写只用在表单的哪些位置（含其下各处）；都不写的处处可用。
vocabulary {
  id = 'reasons', title = '退回、不予备案的理由', law = '本系统参数', columns = { 'suggestion' },
  note = '选项未经核实',
  items = {
    {
      code = 'unclear', label = '表述不清',
      suggestion = '请写明具体做法、对象和范围，使没有参与开发的人也能看懂。',
    },
    {
      code = 'inconsistent', label = '前后不一致',
      suggestion = '请核对所指的各处，使填写内容与附件、产品页面一致。',
    },
    {
      code = 'untrue', label = '与实际不符',
      suggestion = '请按产品和服务的实际情况更正，并附能够证明的材料。',
    },
    {
      code = 'incomplete', label = '内容不全',
      suggestion = '请补充所缺的内容。',
    },
    {
      code = 'attachment_missing', label = '缺少附件',
      suggestion = '请上传所缺的材料。',
    },
    {
      code = 'attachment_unreadable', label = '附件不清晰或不完整',
      suggestion = '请重新上传清晰、完整的文件。',
    },
    {
      code = 'attachment_unsigned', label = '附件未盖章、未签字或已过期',
      suggestion = '请按要求签字盖章，并在有效期内重新提交。',
    },
    {
      code = 'wrong_class', label = '算法类型选择有误',
      suggestion = '请按算法的实际功能重新选择类型。',
      kinds = { 'algorithm' }, paths = { '/basic/class', '/basic/subclass' },
    },
    {
      code = 'wrong_role', label = '主体角色选择有误',
      suggestion = '请按本单位提供服务的方式重新选择角色。',
      kinds = { 'algorithm' }, paths = { '/basic/role' },
    },
    {
      code = 'coverage', label = '关联的产品及功能有误',
      suggestion = '请按实际使用这一算法的产品、路径和功能重新关联。',
      kinds = { 'algorithm' }, paths = { '/service' },
    },
    {
      code = 'disclosure', label = '拟公示内容不当',
      suggestion = '请用公众看得懂的语言重写，删去宣传用语和个人信息。',
      kinds = { 'algorithm' }, paths = { '/disclosure', '/documents/disclosure_document' },
    },
    {
      code = 'security', label = '安全管理内容不足',
      suggestion = '请补充安全管理的制度、人员和措施。',
      paths = { '/security_officer', '/attachments', '/documents', '/strategy', '/risk' },
    },
    {
      code = 'out_of_scope', label = '不属于备案范围',
      suggestion = '请核对是否属于应当备案的服务；不属于的，可以撤回。',
    },
  },
}

-- ---- 监督 -----------------------------------------------------------------------------------------

vocabulary {
  id = 'penalty_type', title = '处罚种类', law = '算法推荐管理规定 31',
  items = {
    { code = 'warning', label = '警告' },
    { code = 'criticism', label = '通报批评' },
    { code = 'suspension', label = '责令暂停信息更新' },
    { code = 'fine', label = '罚款' },
  },
}
