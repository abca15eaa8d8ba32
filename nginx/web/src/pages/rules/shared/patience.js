// Trials cost a judge each and only so many run at a time: whoever is told to come again does.
const AGAIN = 1200;

export async function patiently(ask, { tries = 4, wait = AGAIN } = {}) {
  for (let n = 1; ; n++) {
    try {
      return await ask();
    } catch (problem) {
      if (problem.code !== 'trials_many' || n === tries) throw problem;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
