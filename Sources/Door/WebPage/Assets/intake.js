// Photos on their way in: opened here, turned upright, made smaller, written anew as JPEG, so that no tag of the original
// (place, time, device) is in what leaves this device.
import { Problem } from "./api.js";

const EDGE = 1600;
const QUALITY = 0.9;
const LARGEST_FILE = 96 * 1024 * 1024;
const LARGEST_FRAME = 60_000_000;

/// A picture (bitmap, canvas or video of w x h) as a photo of the page.
export async function photoOf(picture, w, h) {
  const scale = Math.min(1, EDGE / Math.max(w, h));
  const width = Math.max(1, Math.round(w * scale)), height = Math.max(1, Math.round(h * scale));
  const canvas = new OffscreenCanvas(width, height), g = canvas.getContext("2d");
  g.fillStyle = "#fff"; g.fillRect(0, 0, width, height);
  g.imageSmoothingQuality = "high"; g.drawImage(picture, 0, 0, width, height);
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
  return { blob, width, height, picture: canvas };
}

/// Opens a file somebody chose.
export async function open(file) {
  if (file.type && !file.type.startsWith("image/")) throw new Problem("unsupported_media_type");
  if (file.size > LARGEST_FILE) throw new Problem("body_too_large", { limit: LARGEST_FILE });
  let bitmap;
  try { bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }); } catch { throw new Problem("undecodable_photo"); }
  try {
    if (bitmap.width * bitmap.height > LARGEST_FRAME * 4) throw new Problem("body_too_large", { limit: LARGEST_FILE });
    return await photoOf(bitmap, bitmap.width, bitmap.height);
  } finally { bitmap.close(); }
}

/// Calls `take` with the files somebody chooses, drops or pastes.
export function listen(take) {
  const root = document.documentElement;
  const leave = () => root.removeAttribute("data-drag");
  addEventListener("dragover", (event) => {
    if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
    event.preventDefault(); root.dataset.drag = "";
  });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) leave(); });
  addEventListener("drop", (event) => {
    leave();
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault(); take([...event.dataTransfer.files]);
  });
  addEventListener("paste", (event) => { if (event.clipboardData?.files.length) take([...event.clipboardData.files]); });
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!field.matches?.("input[type=file]") || field.dataset.own !== undefined || !field.files.length) return;
    const files = [...field.files];
    field.value = ""; take(files);
  });
}
