// Import and export of files.

/** Save the spreadsheet, or one tab of it as CSV, to the user's disk. */
export async function save(api, name, query, title) {
  const blob = await api.download(`${api.id}/${name}`, query);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${title.replaceAll(/[\\/:*?"<>|]/g, " ").trim() || "ark"}${name.slice(name.indexOf("."))}`;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** Let the user choose a file; null where none is chosen. */
export function choose(input) {
  input.value = "";
  return new Promise((resolve) => {
    input.onchange = () => resolve(input.files[0] || null);
    input.oncancel = () => resolve(null);
    input.click();
  });
}

/** Send a file; its tables become new tabs. Returns their `[{sheetId, title}]`. */
export async function upload(api, file) {
  const { data } = await api.upload(`${api.id}/import`, { name: file.name }, file);
  return data.sheets;
}
