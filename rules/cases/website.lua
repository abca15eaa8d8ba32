case {
  name = 'ICP 备案号：真实写法与早期写法通过',
  form = 'subject',
  rule = 'identity.icp_number',
  at = '/website/icp_number',
  accepts = {
    '沪ICP备13030189号', '沪ICP备20022513号-6', '浙ICP备2026044830号-1', '陕ICP备16009628号-11',
    '京ICP备2022016840号-34', '京ICP备2022016840号-34A',
    '京ＩＣＰ备２０２２０１６８４０号－３', '京ICP备2022016840号–3',
    '京icp备2022016840号', '京ICP备 2022016840 号-3', '京ICP备05004号', '京ICP备050042号-1',
  },
  rejects = {
    '京ICP证030173号', 'B2-20090059', '京ICP备号', '某ICP备2022016840号', '京ICP备123456789号',
    '京ICP备2022016840',
  },
}

case {
  name = '早期的 ICP 备案号只请再核对',
  form = 'subject',
  set = { ['/website/icp_number'] = '京ICP备050042号' },
  expect = {
    verdict = 'acceptable', findings = { { rule = 'identity.icp_old', severity = 'notice' } },
    absent = { 'identity.icp_number' },
  },
}

case {
  name = 'ICP 备案主体不是填报主体',
  form = 'subject',
  set = { ['/website/icp_holder'] = '示例网络（上海）有限公司' },
  expect = {
    verdict = 'not_acceptable',
    findings = {
      { rule = 'subject.icp_holder', path = '/website/icp_holder', severity = 'error' },
    },
  },
}

case {
  name = '域名：中英文均可，协议、路径、空段、过长都不行',
  form = 'subject',
  rule = 'identity.domain',
  at = '/website/domain',
  accepts = {
    'example.com', 'www.example.com', '中国互联网络信息中心.中国', '清华大学.cn', '例子.测试', '例子。测试', 'xn--fiqs8s.cn',
  },
  rejects = {
    'example', 'https://example.com', 'example.com/a', '-a.com', 'a-.com', 'a..com', 'example.123',
    'a b.com',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com',
  },
}

case {
  name = '中文域名显示其编码形式：中国互联网络信息中心.中国',
  form = 'subject',
  set = { ['/website/domain'] = '中国互联网络信息中心.中国', ['/website/url'] = 'https://中国互联网络信息中心.中国/' },
  expect = {
    verdict = 'acceptable',
    findings = {
      {
        rule = 'identity.domain_idn', severity = 'notice',
        says = 'xn--fiqa61au8b7zsevnm8ak20mc4a87e.xn--fiqs8s',
      },
    },
    absent = { 'website.url_domain' },
  },
}

case {
  name = '中文域名显示其编码形式：清华大学.cn',
  form = 'subject',
  set = { ['/website/domain'] = '清华大学.cn', ['/website/url'] = 'https://清华大学.cn/' },
  expect = {
    verdict = 'acceptable',
    findings = {
      { rule = 'identity.domain_idn', severity = 'notice', says = 'xn--xkry9kk1bz66a.cn' },
    },
    absent = { 'website.url_domain' },
  },
}

case {
  name = '中文域名显示其编码形式：例子.测试',
  form = 'subject',
  set = { ['/website/domain'] = '例子.测试', ['/website/url'] = 'https://例子.测试/' },
  expect = {
    verdict = 'acceptable',
    findings = {
      { rule = 'identity.domain_idn', severity = 'notice', says = 'xn--fsqu00a.xn--0zwm56d' },
    },
    absent = { 'website.url_domain' },
  },
}

case {
  name = '混用文字的域名另作提示',
  form = 'subject',
  set = { ['/website/domain'] = 'аpple.com', ['/website/url'] = 'https://аpple.com/' },
  expect = {
    verdict = 'acceptable',
    findings = {
      { rule = 'identity.domain_idn', severity = 'notice', says = 'xn--pple-43d.com，且混用了不同文字' },
    },
  },
}

case {
  name = '网址须写全',
  form = 'subject',
  rule = 'identity.url',
  at = '/website/url',
  accepts = {
    'https://www.example.com/', 'http://example.com', 'https://例子.测试/首页',
    'https://www.example.com:8443/a?b=c', 'HTTPS://WWW.EXAMPLE.COM/',
    'https://www.example.com/?to=https://a@b', 'https://www.example.com./',
  },
  rejects = {
    'www.example.com', 'ftp://www.example.com', 'https://', 'https://a b.com/',
    'https://www.example.com:443@evil.test/', 'https://evil.test\\@www.example.com/',
    'https://www.example.com%2eevil.test/', 'https://www.example.com:99999/', 'https://localhost/',
  },
}

case {
  name = '网址与域名对不上，只提醒',
  form = 'subject',
  set = { ['/website/domain'] = 'example.net' },
  expect = {
    verdict = 'acceptable',
    findings = { { rule = 'website.url_domain', path = '/website/url', severity = 'warning' } },
  },
}

case {
  name = '网址的大小写、端口、末尾的点不影响域名的核对；相近的域名、数字地址提醒',
  form = 'subject',
  rule = 'website.url_domain',
  at = '/website/url',
  accepts = {
    'HTTPS://WWW.EXAMPLE.COM/', 'https://www.example.com.:8443/', 'https://a.www.example.com',
  },
  rejects = {
    'https://www.example.com.evil.test/', 'https://evilwww.example.com.cn/', 'https://127.0.0.1/',
    'https://www.example.com。evil.test/',
  },
}

case {
  name = '网址在所填域名的下级，不提醒',
  form = 'subject',
  set = { ['/website/domain'] = 'example.com' },
  expect = { verdict = 'acceptable', absent = { 'website.url_domain' } },
}
