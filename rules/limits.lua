-- 政策会改的数字都在这里。law 写“本系统参数”的，是设计取值，未经核实；其余各有条文。

-- ---- 期限 -----------------------------------------------------------------------------------------

-- 按日期取值的，写明自何日起是多少；by 说按哪个日期（这里是提供服务之日）。
limit {
  name = 'first_filing_days', title = '首次备案期限', unit = '工作日', law = '算法推荐管理规定 24.1',
  value = { ['2022-03-01'] = 10 }, by = 'filing.data.basic.online_on',
}
limit { name = 'change_days', title = '变更备案期限', value = 10, unit = '工作日', law = '算法推荐管理规定 24.2' }
limit {
  name = 'deregister_days', title = '注销备案期限', value = 20, unit = '工作日', law = '算法推荐管理规定 24.3',
}
limit { name = 'review_days', title = '算法备案审核期限', value = 30, unit = '工作日', law = '算法推荐管理规定 25' }
-- 主体资质初审的期限没有条文；公开资料所见约一周至十个工作日。
limit { name = 'subject_review_days', title = '主体资质初审期限', value = 10, unit = '工作日', law = '本系统参数' }
-- 补正后重新起算（true）还是接着首次提交起算（false）：条文只说“材料齐全的”，参数，未经核实。
limit { name = 'review_restarts', title = '补正后审核期限重新起算', value = true, law = '本系统参数' }
-- 主体资质初审所用的工作日（自提交之日至作出决定之日，退回填报人之后的不算）不计入首次备案期限（true）。
-- 主体通过初审之后才能填报算法，而首次备案的期限自提供服务之日起算：条文没有说这些日子怎么办，参数，未经核实。
limit {
  name = 'subject_review_credit', title = '主体资质初审的日子不计入首次备案期限', value = false,
  law = '本系统参数',
}
-- 补正应在多少日内交回：条文没有规定，参数，未经核实。逾期不影响继续提交，只用于提醒。
limit { name = 'correction_days', title = '补正期限', value = 20, unit = '工作日', law = '本系统参数' }
-- 退回补正的每一条理由都要附补正建议（true），或可以只写理由（false）。
limit { name = 'reason_suggestion_required', title = '退回补正须附补正建议', value = true, law = '本系统参数' }
-- 审核任务距到期不多于这么多个工作日的，列为临近到期。只影响任务列表。
limit { name = 'soon_days', title = '临近到期', value = 3, unit = '工作日', law = '本系统参数' }
-- 到期看板把这么多个工作日之内到期的单列一栏。
limit { name = 'board_days', title = '看板的临近天数', value = 5, unit = '工作日', law = '本系统参数' }
-- 通知保留这么多日，之后删去。
limit { name = 'notices_kept_days', title = '通知保留期', value = 400, unit = '日', law = '本系统参数' }
-- 工作日怎么数：起算日不计入；期限在末日的这一时刻届满（24:00 即当日之内都不算逾期）。参数，未经核实。
limit { name = 'count_start_day', title = '起算日计入', value = false, law = '本系统参数' }
-- 下一年的放假通知常动用上一年十二月末的日子：2011-12-31、2018-12-29 至 31、2022-12-31 都是次年的通知改定的
-- （国务院办公厅 2012、2019、2023 年部分节假日安排的通知；所改各日最早为 12 月 29 日，此处留有余地）。
-- 所以最后一个已公布的年份只到这一天算数，其后的届满日标“暂估”，次年的日历导入后即确定。
limit {
  name = 'calendar_settled_until', title = '最后一个已公布年份中确定的末日', value = '12-25',
  unit = '月-日', law = '本系统参数',
}
limit { name = 'day_ends_at', title = '末日届满时刻', value = '24:00', law = '本系统参数' }

-- ---- 文书所写的救济途径（不予备案是否可诉、向谁提出，由受理单位核定；参数，未经核实） -----------------------------------------------

limit { name = 'appeal_review_days', title = '申请行政复议的期限', value = 60, unit = '日', law = '行政复议法 20' }
limit { name = 'appeal_suit_months', title = '提起行政诉讼的期限', value = 6, unit = '月', law = '行政诉讼法 46' }
limit {
  name = 'appeal_review_organ', title = '行政复议机关', value = '有管辖权的行政复议机关', law = '本系统参数',
}
limit { name = 'appeal_court', title = '行政诉讼管辖法院', value = '有管辖权的人民法院', law = '本系统参数' }

-- 投诉、异议：多少个工作日内决定受不受理、办结。条文只说应当及时受理、处理，参数，未经核实。
limit { name = 'complaint_accept_days', title = '投诉受理期限', value = 5, unit = '工作日', law = '本系统参数' }
limit { name = 'complaint_handle_days', title = '投诉办结期限', value = 30, unit = '工作日', law = '本系统参数' }

-- 单位认领：现在的所有者多少个工作日内可以答复。没有条文，参数，未经核实。
limit {
  name = 'takeover_answer_days', title = '单位认领的答复期限', value = 10, unit = '工作日', law = '本系统参数',
}

-- 限期改正的单位申请延期，一次最多推后多少日（自然日）：条文没有规定，参数，未经核实。
limit { name = 'order_extension_days', title = '限期改正一次最多延期', value = 30, unit = '日', law = '本系统参数' }

-- 已备案的产品只改写功能介绍、访问地址，是否也须办理变更：条文只说“备案信息发生变更的”，参数，未经核实。
limit { name = 'filed_wording_is_change', title = '文字改动须办理变更', value = false, law = '本系统参数' }

-- ---- 附件（参数，未经核实；公开资料只见证件图片 2 MB 的说法） ----------------------------------------------------------

limit {
  name = 'image_max_bytes', title = '证件图片大小上限', value = 2 * 1048576, unit = '字节', law = '本系统参数',
}
limit {
  name = 'document_max_bytes', title = '一般文件大小上限', value = 20 * 1048576, unit = '字节', law = '本系统参数',
}
limit {
  name = 'report_max_bytes', title = '自评估报告大小上限', value = 50 * 1048576, unit = '字节', law = '本系统参数',
}
limit {
  name = 'attachment_max_bytes', title = '任一附件大小上限', value = 50 * 1048576, unit = '字节',
  law = '本系统参数',
}

-- ---- 表单（参数，未经核实） --------------------------------------------------------------------------------

limit { name = 'name_max', title = '名称字数上限', value = 100, unit = '字', law = '本系统参数' }
limit { name = 'line_max', title = '单行文字字数上限', value = 200, unit = '字', law = '本系统参数' }
limit { name = 'text_max', title = '说明文字字数上限', value = 2000, unit = '字', law = '本系统参数' }
-- 公示说明写得过短的多被退回（“技术描述不清”），这个字数只用于提醒。
limit { name = 'disclosure_short', title = '公示说明过短的提醒线', value = 20, unit = '字', law = '本系统参数' }
limit { name = 'disclosure_max', title = '公示说明字数上限', value = 1000, unit = '字', law = '本系统参数' }
-- 日期填在这两天之外的，多半填错了年份。字段可以另写更窄的 earliest、latest。
limit { name = 'date_earliest', title = '日期最早', value = '1900-01-01', law = '本系统参数' }
limit { name = 'date_latest', title = '日期最晚', value = '2120-12-31', law = '本系统参数' }
-- 证件还剩这么多天到期就提醒。
limit { name = 'certificate_notice_days', title = '证件到期提醒', value = 60, unit = '日', law = '本系统参数' }

-- ---- 编号 -----------------------------------------------------------------------------------------

-- 编号前六位：空串取主体注册地；自建部署可写一个固定的六位代码，使编号不与国家网信部门的混淆（前缀在 numbering.lua）。
-- 改了它，cases/numbers.lua 中“发号”和“公示内容”两条用例所期望的编号也要改，装入时会说出应改成什么。
limit { name = 'number_area', title = '编号中的行政区划', value = '', law = '本系统参数' }

-- ---- 系统的容量（参数，未经核实） ---------------------------------------------------------------------

-- 系统对这几项另有不能逾越的上限（写在 fcgi/model/ceiling.h）；守住它们的填报，判断时一定够用。超出的不保存，并指出最大的几处。
limit { name = 'products_max', title = '一个单位的产品个数上限', value = 200, unit = '个', law = '本系统参数' }
limit {
  name = 'products_bytes_max', title = '一个单位全部产品资料的大小上限', value = 2 * 1048576, unit = '字节',
  law = '本系统参数',
}
limit {
  name = 'facts_bytes_max', title = '一次判断所依据材料的大小上限', value = 5 * 1048576, unit = '字节',
  law = '本系统参数',
}
-- 一个产品的功能访问路径、一条路径下的功能各有多少。
limit { name = 'paths_max', title = '一个产品的访问路径上限', value = 100, unit = '条', law = '本系统参数' }
limit { name = 'functions_max', title = '一条路径的功能上限', value = 100, unit = '个', law = '本系统参数' }
limit { name = 'findings_max', title = '一次判断列出的意见上限', value = 500, unit = '条', law = '本系统参数' }
limit { name = 'said_of_rule_max', title = '一条规则一次给出的意见上限', value = 100, unit = '条', law = '本系统参数' }
