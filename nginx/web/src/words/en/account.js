export default {
  login_title: 'Log in',
  join_title: 'Register',
  forgotten_title: 'Forgotten password',
  account_title: 'Account',
  username: 'User name',
  password: 'Password',
  show_password: 'Show the password',
  log_in: 'Log in',
  login_empty: 'Please fill in user name and password',
  login_first: 'Please log in; you then come back to the page that you wanted.',
  login_staff: 'Companies register themselves. Accounts of reviewers and administrators are made '
    + 'by the system administrator.',
  to_join: 'Register a company',
  to_forgotten: 'Forgotten password?',
  again_title: 'Your session has ended. Please log in again',
  again_text: 'What is on the page stays. After you log in, it goes on.',
};
