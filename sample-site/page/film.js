// The film: one large file, shown when it is whole.
export async function film(net) {
  const video = document.getElementById("film");
  const state = document.getElementById("film-state");
  try {
    const answer = await net.fetch(video.dataset.path);
    const bytes = await answer.blob();
    video.src = URL.createObjectURL(new Blob([bytes], { type: "video/webm" }));
    document.getElementById("film-wait").hidden = true;
    if (!matchMedia("(prefers-reduced-motion: reduce)").matches) await video.play().catch(() => {});
  } catch {
    state.textContent = "The film could not be fetched";
  }
}
