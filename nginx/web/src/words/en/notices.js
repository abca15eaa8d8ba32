// The inbox.
export default {
  title: 'Notices',
  views: 'Which notices are shown',
  all: 'All',
  unread: 'Unread',
  is_unread: 'Unread',
  read: 'Mark as read',
  read_all: 'Mark all as read',
  all_read: 'All are marked as read',
  open: 'Open',
  empty: 'No notices yet',
  empty_unread: 'No unread notices',
  empty_text: 'You are told here when a filing moves on, and before a deadline ends.',
};
