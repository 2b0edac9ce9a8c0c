// Typefaces: those of the page, and one for each sentence. A font is set when its bytes are here; until then the
// system's own stands in.
export async function typefaces(net) {
  const inter = faces(net, "Inter", [{ src: "/fonts/inter/inter-latin-wght-normal.woff2" }], { weight: "100 900" });
  const display = ["normal", "italic"].map((style) =>
    faces(net, "Fraunces", [{ src: `/fonts/fraunces/fraunces-latin-full-${style}.woff2` }], { weight: "100 900", style }));
  await Promise.all([inter, ...display]);
}

export async function specimens(net, sentences) {
  const place = document.getElementById("specimens");
  await Promise.all(sentences.map((sentence, number) => {
    const card = specimen(sentence, `Specimen ${number}`);
    place.append(card);
    return faces(net, `Specimen ${number}`, sentence.faces, { weight: "200 900" }).then(() => card.classList.add("set"));
  }));
}

function specimen(sentence, family) {
  const card = document.createElement("article");
  card.style.fontFamily = `"${family}", var(--serif)`;
  card.className = "specimen";
  card.lang = sentence.tag;
  const text = document.createElement("p");
  text.textContent = sentence.text;
  text.dir = sentence.dir ?? "ltr";
  const name = document.createElement("small");
  name.textContent = sentence.language;
  card.append(text, name);
  return card;
}

async function faces(net, family, files, descriptors) {
  await Promise.all(files.map(async ({ src, range }) => {
    const bytes = await (await net.fetch(src)).arrayBuffer();
    const face = new FontFace(family, bytes, range ? { ...descriptors, unicodeRange: range } : descriptors);
    document.fonts.add(await face.load());
  }));
}
