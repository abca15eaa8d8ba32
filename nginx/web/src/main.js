import { createApp } from 'vue';
import App from './App.vue';
import { makeRouter } from './router.js';
import { loadWords } from './words/index.js';
import './kit/tokens.css';
import './kit/base.css';

loadWords().then(() => createApp(App).use(makeRouter()).mount('#app'));
