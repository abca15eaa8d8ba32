// What companies do: subject, products, filings.
export default {
  home_title: '首页',
  subject_title: '主体信息',
  products_title: '产品及功能信息',
  product_title: '产品',
  filings_title: '备案信息',
  drafts_title: '草稿箱',
  edit_title: '填报',
  filing_title: '备案详情',
};
