// Logging in, registering, one's own account.
export default {
  login_title: '登录',
  join_title: '注册',
  forgotten_title: '忘记密码',
  account_title: '账号',
  username: '用户名',
  password: '密码',
  show_password: '显示密码',
  log_in: '登录',
  login_empty: '请填写用户名和密码',
  login_first: '请先登录，登录后回到您要打开的页面。',
  login_staff: '填报单位可自行注册；审核和管理人员的账号由系统管理员建立。',
  to_join: '填报单位注册',
  to_forgotten: '忘记密码？',
  again_title: '登录已失效，请重新登录',
  again_text: '页面上的内容还在。登录后继续刚才的操作。',
};
