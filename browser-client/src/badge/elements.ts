type Attributes = Readonly<Record<string, string>>;

/** An element of the page, or of SVG where `tag` begins with `svg:`. */
export function element(tag: string, attributes: Attributes, ...children: (Node | string)[]): HTMLElement & SVGElement {
  const [name = '', isSvg] = tag.split(':').reverse();
  const made = document.createElementNS(`http://www.w3.org/${isSvg ? '2000/svg' : '1999/xhtml'}`, name);
  for (const [attribute, value] of Object.entries(attributes)) {
    made.setAttribute(attribute, value);
  }
  made.append(...children);
  return made as HTMLElement & SVGElement;
}
