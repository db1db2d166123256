/** Messages to Python and the view in the address line. */

/**
 * Send a message to Python as streamlit-folium's `last_active_drawing`.
 *
 * It waits for a quarter of a second before it hands on what happened, to gather many events into one. Ours is
 * one already: it is handed on at once, in the words of Streamlit's components, and streamlit-folium is told
 * that this was said. Where there is no streamlit-folium, or a later one without these words, the bridge takes
 * it: a feature group that was on the map before it began to listen to clicks.
 */
export function send(map, message) {
  const record = { type: "Feature", properties: { ...message, n: Date.now() }, geometry: null };
  const known = window.__GLOBAL_DATA__;
  if (known && "previous_data" in known && known.returned_objects?.join() === "last_active_drawing") {
    const value = { last_active_drawing: record };
    Object.assign(known, { last_active_drawing: record, previous_data: value });
    window.parent.postMessage({ isStreamlitMessage: true, type: "streamlit:setComponentValue", value, dataType: "json" }, window.location.origin);
    return;
  }
  const bridge = window.mapview?.bridge;
  if (!bridge) return;
  bridge.fire("click", { latlng: map.getCenter(), layer: { toGeoJSON: () => record }, sourceTarget: bridge });
}

const VIEW = /^#(\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)$/;

/** The window whose address people see: the page around the component's frame, or this one. */
function outer() {
  try {
    return window.parent.location.hash === undefined ? window : window.parent;
  } catch {
    return window;
  }
}

/** Where the map is, as the address line writes it. */
function fragmentOf(map) {
  const { lat, lng } = map.getCenter();
  return `#${+map.getZoom().toFixed(2)}/${lat.toFixed(6)}/${lng.toFixed(6)}`;
}

/** Tell Python where the map is whenever the page's link to share is opened, and while it stands open. */
export function tellViewToShare(map) {
  const page = outer();
  if (page === window) return;
  const tell = () => send(map, { message: "viewed", view: fragmentOf(map) });
  const onClick = (event) => { if (event.target.closest?.(".st-key-share")) tell(); };
  page.document.addEventListener("click", onClick, true);
  map.on("moveend", () => { if (page.document.querySelector(".st-key-share [aria-expanded=true]")) tell(); });
  window.addEventListener("pagehide", () => page.document.removeEventListener("click", onClick, true));
}

/** The view in the address line as {zoom, lat, lon}, or null. */
export function viewInAddress() {
  const found = VIEW.exec(outer().location.hash);
  return found ? { zoom: Number(found[1]), lat: Number(found[2]), lon: Number(found[3]) } : null;
}

/**
 * Keep the view in the fragment: written at the end of each move, put back when the page rewrites
 * its query, and followed when somebody pastes another one.
 */
export function keepViewInAddress(map) {
  let ours = "";
  const page = outer();
  const write = () => {
    ours = fragmentOf(map);
    put();
  };
  const put = () => {
    if (!ours || page.location.hash === ours) return;
    page.history.replaceState(page.history.state, "", page.location.pathname + page.location.search + ours);
  };
  const follow = () => {
    const view = viewInAddress();
    if (view && page.location.hash !== ours) map.setView([view.lat, view.lon], view.zoom);
  };
  map.on("moveend", write);
  page.addEventListener("hashchange", follow);
  const timer = window.setInterval(put, 700);
  window.addEventListener("pagehide", () => {
    window.clearInterval(timer);
    page.removeEventListener("hashchange", follow);
  });
  write();
}
