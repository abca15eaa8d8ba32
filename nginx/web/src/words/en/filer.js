export default {
  home_title: 'Home',
  subject_title: 'Entity',
  products_title: 'Products',
  product_title: 'Product',
  filings_title: 'Filings',
  drafts_title: 'Drafts',
  edit_title: 'Fill in',
  filing_title: 'Filing',
};
