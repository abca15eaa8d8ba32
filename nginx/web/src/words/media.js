// The kinds of files that the core keeps: what people call them, and how their names end.
const MEDIA = {
  'application/pdf': { name: 'PDF', endings: ['pdf'] },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document':
    { name: 'DOCX', endings: ['docx'] },
  'application/ofd': { name: 'OFD', endings: ['ofd'] },
  'image/jpeg': { name: 'JPG', endings: ['jpg', 'jpeg', 'jpe', 'jfif', 'jif'] },
  'image/png': { name: 'PNG', endings: ['png'] },
  'video/mp4': { name: 'MP4', endings: ['mp4', 'm4v', 'mpg4'] },
};

export const nameOf = (type) => MEDIA[type]?.name ?? type;
export const endingsOf = (type) => MEDIA[type]?.endings ?? [];
// For an <input type="file">: some desktops know a kind by its type, some by the ending alone.
export const acceptOf = (types) =>
  types.flatMap((type) => [type, ...endingsOf(type).map((ending) => `.${ending}`)]).join();
