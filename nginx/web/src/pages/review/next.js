// Takes the most urgent task that nobody has, and goes to it.
import { newKey, post } from '../../api/client.js';
import { say, sayProblem } from '../../kit/say.js';
import { t } from '../../words/index.js';

export async function takeNext(router) {
  try {
    const { task } = await post('/review/tasks/next', {}, { key: newKey() });
    if (!task) return say(t('review.no_next'));
    await router.push(`/review/${task}`);
  } catch (problem) {
    sayProblem(problem);
  }
}
