// CodeMirror as kit/Code uses it, and nobody else. One chunk of its own.
import { EditorState } from '@codemirror/state';
import {
  EditorView, drawSelection, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers,
} from '@codemirror/view';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import {
  HighlightStyle, StreamLanguage, bracketMatching, foldGutter, indentOnInput, indentUnit,
  syntaxHighlighting,
} from '@codemirror/language';
import { lua } from '@codemirror/legacy-modes/mode/lua';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { unifiedMergeView } from '@codemirror/merge';
import { searchKeymap } from '@codemirror/search';
import { tags } from '@lezer/highlight';
import { t } from '../words/index.js';

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--brand)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
  { tag: tags.comment, color: 'var(--ink-faint)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--warn)' },
]);

const look = EditorView.theme({
  '&': {
    color: 'var(--ink)', backgroundColor: 'var(--paper)', height: '100%', minHeight: '320px',
  },
  '.cm-scroller': { fontFamily: 'var(--mono)', fontSize: '14px', lineHeight: '1.6' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': {
    backgroundColor: 'var(--sunken)',
    color: 'var(--ink-faint)',
    borderRight: '1px solid var(--line)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--brand-tint)' },
  '&.cm-focused': { outline: '3px solid var(--focus)', outlineOffset: '-3px' },
  '.cm-lintRange-error': {
    backgroundImage: 'none', textDecoration: 'underline wavy var(--bad)',
  },
  '.cm-lintRange-warning': {
    backgroundImage: 'none', textDecoration: 'underline wavy var(--warn)',
  },
  '.cm-lint-marker': { width: 'auto', height: 'auto', fontWeight: '600', textAlign: 'center' },
  '.cm-lint-marker-error': { content: 'normal', color: 'var(--bad)' },
  '.cm-lint-marker-error::before': { content: '"✕"' },
  '.cm-lint-marker-warning': { content: 'normal', color: 'var(--warn)' },
  '.cm-lint-marker-warning::before': { content: '"!"' },
  '.cm-tooltip': {
    backgroundColor: 'var(--paper)', color: 'var(--ink)', border: '1px solid var(--line)',
    boxShadow: 'var(--lift)', maxWidth: 'min(560px, 90vw)',
  },
  '.cm-diagnostic-error': { borderLeft: '4px solid var(--bad)' },
  '.cm-panels': { backgroundColor: 'var(--sunken)', color: 'var(--ink)' },
  '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--line)' },
  '.cm-panel.cm-search': { padding: '8px 12px', fontFamily: 'var(--font)' },
  '.cm-panel.cm-search label': { fontSize: '14px' },
  '.cm-panel.cm-search [name=close]': { color: 'var(--ink)', fontSize: '20px', padding: '4px 8px' },
  '.cm-textfield, .cm-button': {
    minHeight: '30px', padding: '2px 10px', border: '1px solid var(--edge)', borderRadius: '4px',
    backgroundColor: 'var(--paper)', backgroundImage: 'none', color: 'var(--ink)',
    fontSize: '14px', verticalAlign: 'middle',
  },
  '.cm-button:active': { backgroundImage: 'none', backgroundColor: 'var(--brand-tint)' },
  '.cm-searchMatch': { backgroundColor: 'var(--warn-tint)', outline: '1px solid var(--warn)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--focus) 30%, transparent)',
  },
  '.cm-selectionBackground': { backgroundColor: 'var(--line)' },
  '.cm-deletedChunk': { backgroundColor: 'var(--bad-tint)' },
  '&.cm-merge-b .cm-changedLine': { backgroundColor: 'var(--good-tint)' },
});

const phrases = () => EditorState.phrases.of({
  Find: t('kit.code_find'), Replace: t('kit.code_replace'), next: t('kit.code_next'),
  previous: t('kit.code_previous'), all: t('kit.code_all'), close: t('kit.close'),
  replace: t('kit.code_replace'), 'replace all': t('kit.code_replace_all'),
  'match case': t('kit.code_case'), regexp: t('kit.code_regexp'), 'by word': t('kit.code_word'),
  '$ unchanged lines': t('kit.code_unchanged'), Accept: t('kit.code_accept'),
  Reject: t('kit.code_reject'), 'Fold line': t('kit.code_fold'),
  'Unfold line': t('kit.code_unfold'),
});

function extensions({ label, readonly, against, told }) {
  const saves = { key: 'Mod-s', preventDefault: true, run: () => (told.save(), true) };
  const own = [
    lineNumbers(), foldGutter(), history(), drawSelection(), highlightSpecialChars(),
    highlightActiveLine(), bracketMatching(), indentOnInput(), indentUnit.of('  '),
    StreamLanguage.define(lua), syntaxHighlighting(colours), lintGutter(), look, phrases(),
    keymap.of([saves, ...searchKeymap, ...defaultKeymap, ...historyKeymap, ...lintKeymap,
      indentWithTab]),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label }),
    EditorView.updateListener.of((u) => u.docChanged && told.changed(u.state.doc.toString())),
  ];
  if (readonly) own.push(EditorState.readOnly.of(true));
  if (against !== null)
    own.push(unifiedMergeView({ original: against, mergeControls: false }));
  return own;
}

// A column counts characters, a position UTF-16 units.
const offsetOf = (text, n) => [...text].slice(0, Math.max(0, n)).join('').length;

// A fault's place in the text; one beyond its end stands at the end.
function placeOf(doc, { line, column }) {
  const at = doc.line(Math.max(1, Math.min(line ?? 1, doc.lines)));
  const from = Math.min(at.from + offsetOf(at.text, (column ?? 1) - 1), at.to);
  return { from, to: Math.max(from, at.to) };
}

// Each text, by its name, keeps its undo and its place while another is shown.
export function makeEditor(host, options) {
  const root = host.attachShadow({ mode: 'open' });
  const kept = new Map();
  const stateOf = (o) => EditorState.create({ doc: o.modelValue, extensions: extensions(o) });
  let name = options.name;
  const view = new EditorView({ state: stateOf(options), parent: root, root });

  function replace(text) {
    if (text === view.state.doc.toString()) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
  }

  return {
    replace,
    text: () => view.state.doc.toString(),
    show(other) {
      if (other.name === name) return replace(other.modelValue);
      kept.set(name, { state: view.state, top: view.scrollDOM.scrollTop });
      name = other.name;
      const was = kept.get(name);
      view.setState(was?.state ?? stateOf(other));
      replace(other.modelValue);
      view.scrollDOM.scrollTop = was?.top ?? 0;
    },
    mark(faults) {
      const found = faults.map((f) => ({
        ...placeOf(view.state.doc, f), severity: f.severity ?? 'error', message: f.message,
      }));
      view.dispatch(setDiagnostics(view.state, found));
    },
    goTo(line, column = 1) {
      const { from } = placeOf(view.state.doc, { line, column });
      const effects = EditorView.scrollIntoView(from, { y: 'center' });
      view.dispatch({ selection: { anchor: from }, effects });
      view.focus();
    },
    end: () => view.destroy(),
  };
}
