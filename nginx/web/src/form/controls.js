// Which control draws which type of field. The only place that knows: a type of a field that the
// rules may use gets its control here, and one that nobody knows is written as text.
import Area from './controls/Area.vue';
import Choice from './controls/Choice.vue';
import Choices from './controls/Choices.vue';
import Coverage from './controls/Coverage.vue';
import Day from './controls/Day.vue';
import File from './controls/File.vue';
import List from './controls/List.vue';
import LongText from './controls/LongText.vue';
import Number from './controls/Number.vue';
import Text from './controls/Text.vue';
import YesNo from './controls/YesNo.vue';

const controls = {
  text: Text,
  long_text: LongText,
  choice: Choice,
  choices: Choices,
  boolean: YesNo,
  date: Day,
  integer: Number,
  number: Number,
  attachment: File,
  list: List,
  coverage: Coverage,
};
const widgets = { area: Area };

export const controlOf = (field) => widgets[field.widget] ?? controls[field.type] ?? Text;

// Controls of several inputs have a heading in place of a label.
export const isGroup = (field) =>
  ['choices', 'boolean', 'attachment', 'list', 'coverage'].includes(field.type) ||
  field.widget === 'area' || field.type === 'choice';
