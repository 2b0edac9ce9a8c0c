// The things on their shelf, and whose work everything is.
export function shelf(things) {
  const place = document.getElementById("shelf");
  let group = "";
  for (const thing of things) {
    if (thing.group !== group) {
      group = thing.group;
      place.append(element("h3", { textContent: group }));
    }
    const image = element("img", { alt: thing.name, title: thing.name, width: 96, height: 96 });
    image.dataset.path = thing.src;
    place.append(image);
  }
}

export function credits(licences) {
  const rows = licences.map((work) => {
    const row = element("tr");
    const licence = work.text ? element("a", { href: work.text, textContent: work.licence }) : work.licence;
    row.append(cell(work.what), cell(element("code", { textContent: `${work.name} ${work.version}` })), cell(licence));
    return row;
  });
  document.getElementById("credits").append(...rows);
}

function cell(content) {
  const data = element("td");
  data.append(content);
  return data;
}

function element(name, properties = {}) {
  return Object.assign(document.createElement(name), properties);
}
