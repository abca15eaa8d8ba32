// Builds build/web: app.html, hashed files below assets/, each with a .gz beside it, and what
// stands in public/.
import { defineConfig } from 'vite';
import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import words from './vite/words.js';
import gzip from './vite/gzip.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

// What pages share comes in few files: a request costs as much as a small component. What is loaded
// only when it is asked for stays apart.
const APART = /kit\/(Code|Pdf)\.vue|kit\/codemirror\.js|words\/zh-CN\/replay\.js/;
const VUE = /node_modules\/(@vue|vue|vue-router)\/|^\0/;
function chunkOf(id) {
  const [, room] = /\/src\/(\w+)\//.exec(id) ?? [];
  if (APART.test(id) || id.includes('/words/en/')) return undefined;
  if (['kit', 'api', 'words'].includes(room) || VUE.test(id)) return 'kit';
  if (room === 'form' || room === 'draft') return 'form';
  return id.includes('/pages/filer/parts/') ? 'filer' : undefined;
}

export default defineConfig({
  root: here('.'),
  publicDir: here('public'),
  plugins: [words(here('src')), vue(), gzip()],
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
  build: {
    outDir: here(process.env.WEB_OUT ?? '../../build/web'),
    emptyOutDir: true,
    target: 'es2020',
    // The policy of the pages allows no data: addresses.
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
    rollupOptions: { input: here('app.html'), output: { manualChunks: chunkOf } },
  },
});
