// The inbox.
export default {
  title: '通知',
  views: '显示哪些通知',
  all: '全部',
  unread: '未读',
  is_unread: '未读',
  read: '标为已读',
  read_all: '全部标为已读',
  all_read: '已全部标为已读',
  open: '查看',
  empty: '还没有通知',
  empty_unread: '没有未读的通知',
  empty_text: '备案有了进展、期限将要到期时，会在这里告诉您。',
};
