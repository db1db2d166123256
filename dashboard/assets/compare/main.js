/** Two photos over one another with a slider between them. Addresses and words come as data. */

const PHOTO = /^\/photos\/[A-Za-z0-9_.-]{1,64}\/[A-Za-z0-9_.-]{1,64}\/(small|large|full)(\?as=visitor)?$/;

/** Draw `data`: before and after (addresses), words. Drawn anew only when the photos change. */
export default function compare(piece) {
  const { data, parentElement } = piece;
  const box = parentElement.querySelector(".cmp");
  const shown = `${data.before} ${data.after} ${data.words.before}`;
  if (box.dataset.shown === shown || ![data.before, data.after].every((address) => PHOTO.test(address))) return;
  box.dataset.shown = shown;
  const slider = made("input", "cmp-slider", { type: "range", min: 0, max: 100, step: 0.5, value: 50 });
  slider.setAttribute("aria-label", data.words.slider);
  slider.addEventListener("input", () => box.style.setProperty("--at", `${slider.value}%`));
  box.style.setProperty("--at", "50%");
  box.replaceChildren(
    photo(box, data.after, data.words.after, data.words.lost, "cmp-after"),
    photo(box, data.before, data.words.before, data.words.lost, "cmp-before"),
    made("span", "cmp-tag cmp-left", { textContent: data.words.before }),
    made("span", "cmp-tag cmp-right", { textContent: data.words.after }),
    slider,
    made("i", "cmp-edge", {}),
  );
}

function photo(box, address, title, lost, kind) {
  const image = made("img", `cmp-photo ${kind}`, { alt: title, draggable: false });
  image.addEventListener("error", () => box.replaceChildren(made("p", "cmp-lost", { textContent: lost })));
  image.src = address;
  return image;
}

function made(name, className, properties) {
  return Object.assign(document.createElement(name), { className, ...properties });
}
