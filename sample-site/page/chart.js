// The whole sky on one canvas (Hammer's projection), drawn catalogue by catalogue, the bright ones first.
const COLOURS = [[-0.4, "#9db4ff"], [0.0, "#cad8ff"], [0.3, "#f8f7ff"], [0.6, "#fff4e8"], [1.0, "#ffddb4"], [1.5, "#ffbd80"]];

export async function chart(net) {
  const canvas = document.getElementById("chart");
  const state = document.getElementById("chart-state");
  const sky = new Sky(canvas);
  const number = new Intl.NumberFormat("en");
  const load = async (name) => (await (await net.fetch(`/sky/${name}.json`)).json()).features;
  const [milkyway, lines, bright, names] = await Promise.all(["milkyway", "constellations.lines", "stars.6", "constellations"].map(load));
  sky.grid();
  sky.contours(milkyway);
  sky.lines(lines);
  sky.stars(bright, 0);
  sky.names(names);
  state.textContent = `${number.format(bright.length)} stars that eyes can see; the rest is on its way`;
  const faint = await load("stars.14");
  await sky.stars(faint, 6);
  state.textContent = `${number.format(faint.length)} stars; the galaxies are on their way`;
  const deep = await load("dsos.20");
  await sky.deep(deep);
  state.textContent = `${number.format(faint.length)} stars and ${number.format(deep.length)} galaxies, clusters and nebulae. Hammer projection, north is up.`;
}

class Sky {
  constructor(canvas) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d");
    this.cx = canvas.width / 2;
    this.cy = canvas.height / 2;
    this.scale = canvas.width / 5.9;
  }

  // Degrees of right ascension (east is left, as one sees it) and declination to pixels.
  place([ascension, declination]) {
    const l = (-((((ascension + 180) % 360) + 360) % 360 - 180) * Math.PI) / 360;
    const d = (declination * Math.PI) / 180;
    const z = Math.sqrt(1 + Math.cos(d) * Math.cos(l));
    return [this.cx + (this.scale * 2 * Math.SQRT2 * Math.cos(d) * Math.sin(l)) / z, this.cy - (this.scale * Math.SQRT2 * Math.sin(d)) / z];
  }

  grid() {
    this.pen.strokeStyle = "rgb(140 170 200 / .12)";
    this.pen.lineWidth = 1.5;
    for (let a = -180; a <= 180; a += 30) this.path(range(-90, 90, 2).map((d) => [a === 180 ? 179.999 : a, d]));
    for (let d = -60; d <= 60; d += 30) this.path(range(-179.99, 179.99, 3).map((a) => [a, d]));
  }

  path(points) {
    this.pen.beginPath();
    let before = null;
    for (const point of points) {
      const [x, y] = this.place(point);
      if (before !== null && Math.abs(x - before) < this.cx / 2) this.pen.lineTo(x, y);
      else this.pen.moveTo(x, y);
      before = x;
    }
    this.pen.stroke();
  }

  // The Milky Way as contours: its areas cross the edge of every map, and a filled one would not know where to close.
  contours(features) {
    this.pen.strokeStyle = "rgb(150 175 225 / .22)";
    this.pen.lineWidth = 1.4;
    for (const { geometry } of features) {
      for (const rings of geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates) {
        for (const ring of rings) this.path(ring);
      }
    }
  }

  lines(features) {
    this.pen.strokeStyle = "rgb(69 199 156 / .5)";
    this.pen.lineWidth = 1.6;
    for (const { geometry } of features) for (const line of geometry.coordinates) this.path(line);
  }

  names(features) {
    this.pen.fillStyle = "rgb(205 216 211 / .62)";
    this.pen.font = '500 22px "Inter", sans-serif';
    this.pen.textAlign = "center";
    for (const { geometry, properties } of features) {
      if (Number(properties.rank) > 1) continue;
      const [x, y] = this.place(geometry.coordinates);
      this.pen.fillText(properties.en ?? properties.name, x, y);
    }
  }

  // A slice at a time, so that scrolling stays smooth.
  async stars(features, fainterThan) {
    for (let i = 0; i < features.length; i += 6000) {
      for (const { geometry, properties } of features.slice(i, i + 6000)) {
        if (properties.mag < fainterThan) continue;
        const [x, y] = this.place(geometry.coordinates);
        const radius = Math.max(0.5, 4.6 - 0.65 * properties.mag);
        this.pen.globalAlpha = Math.min(1, Math.max(0.3, 1.3 - properties.mag / 10));
        this.pen.fillStyle = colour(Number(properties.bv));
        this.pen.fillRect(x - radius, y - radius, radius * 2, radius * 2);
      }
      await frame();
    }
    this.pen.globalAlpha = 1;
  }

  async deep(features) {
    this.pen.fillStyle = "#c08bff";
    this.pen.globalAlpha = 0.3;
    for (let i = 0; i < features.length; i += 6000) {
      for (const { geometry } of features.slice(i, i + 6000)) {
        const [x, y] = this.place(geometry.coordinates);
        this.pen.fillRect(x, y, 1.2, 1.2);
      }
      await frame();
    }
    this.pen.globalAlpha = 1;
  }
}

function colour(bv) {
  let found = "#ffffff";
  for (const [from, name] of COLOURS) if (bv >= from) found = name;
  return found;
}

function range(from, to, step) {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, n) => from + n * step);
}

// Also in a tab that nobody looks at, where no frame ever comes.
const frame = () => new Promise((done) => setTimeout(done, 0));
