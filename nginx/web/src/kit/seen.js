// What nobody sees in a text, made visible by its code point: ⟦U+200B⟧. For those who compare: a
// difference that draws nothing looks like none.
const HIDDEN = String.raw`\u034f|\u17b4|\u17b5|[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f` +
  String.raw`\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]`;
// Joiners that stand between letters of a script that has them, or between pictures, are left.
const JOINED = String.raw`[\p{Extended_Pictographic}\p{M}\p{Script=Arabic}\p{Script=Mongolian}]`;
const UNSEEN = new RegExp(String.raw`${HIDDEN}|(?<!${JOINED})(?:\u200c|\u200d)`, 'gu');

const code = (c) => c.codePointAt(0).toString(16).toUpperCase().padStart(4, '0');

export const seen = (text) => (text ?? '').replace(UNSEEN, (c) => `⟦U+${code(c)}⟧`);
