// What a form of this room does: sends once at a time, and tells what is wrong where it is.
import { ref } from 'vue';

export function useSending(send) {
  const findings = ref([]);
  const trouble = ref(null);
  const isBusy = ref(false);

  async function go() {
    if (isBusy.value) return;
    isBusy.value = true;
    findings.value = [];
    trouble.value = null;
    try {
      await send();
    } catch (problem) {
      findings.value = problem.findings ?? [];
      if (!findings.value.length) trouble.value = problem;
    } finally {
      isBusy.value = false;
    }
  }
  // A field that is filled in otherwise says no longer what was wrong with it.
  const forget = (path) => {
    findings.value = findings.value.filter((f) => f.path !== path
      && !f.path.startsWith(`${path}/`));
  };
  return { findings, trouble, isBusy, go, forget };
}
