// What to say and which ways on there are, for every code.
import { bytes, has, list, t } from "./i18n.js";

const PHOTO = ["retake", "choose", "orCamera"], WAIT = ["again"];
const CODES = {
  no_face: [["front", "lit", "third"], PHOTO], face_too_small: [["closer", "third"], [...PHOTO, "anyway"]], too_dark: [["window", "lit"], [...PHOTO, "anyway"]],
  too_blurred: [["still2", "lens"], [...PHOTO, "anyway"]], extreme_pose: [["straight", "uncovered"], [...PHOTO, "anyway"]], several_faces: [[], PHOTO], not_a_face: [["person", "uncovered"], PHOTO],
  undecodable_photo: [["jpeg", "other"], ["choose", "camera"]], unsupported_media_type: [["jpeg"], ["choose", "camera"]], body_too_large: [["other"], ["choose", "camera"]], too_many_parts: [["fewer"], ["choose"]], clip_failed: [["other"], ["choose", "camera"]],
  busy: [["wait"], WAIT], rate_limited: [["wait"], WAIT], shutting_down: [["wait"], WAIT],
  offline: [["wait", "network"], WAIT], unreachable: [["wait", "network"], WAIT], no_answer: [["wait", "moment"], WAIT], body_too_slow: [["wait", "network"], WAIT],
  unauthorized: [[], ["start"]], forbidden: [[], ["start"]], no_such_gallery: [[], ["start"]], filter_empty: [[], ["everybody", "filter"]], pack_mismatch: ["conflict", ["moment"], WAIT], settings_mismatch: ["conflict", ["moment"], WAIT], conflict: [["moment"], WAIT],
  camera_refused: [["lock", "reload", "upload"], ["choose", "app", "camera"]], camera_absent: [["upload"], ["choose", "app", "camera"]], camera_in_use: [["closeApp", "upload"], ["camera", "choose", "app"]], camera_insecure: [["https", "tls", "upload"], ["choose", "app"]],
  bad_parameter: [[], ["everybody", "filter"]], unknown_key: [[], []],
  internal: [["moment", "other"], ["again", "start"]],
};
const WAITS = { busy: 5, rate_limited: 15, shutting_down: 10 };

/// The words and ways of a problem; `photos` is how many are held, `filtered` whether a filter is, `limits` come from the service.
export function describe(problem, { photos = 1, limits = {}, filtered = false, wrongKey = false } = {}) {
  const code = wrongKey ? "unknown_key" : problem.code, other = [[], ["again", "start"]];
  // Without a filter there is nothing of the question that somebody could change here.
  const found = (code === "bad_parameter" && !filtered ? ["bad_parameter", ...other] : CODES[code]) ?? other;
  const [name, tips, ways] = found.length === 3 ? found : [code, ...found];
  const known = has(`error.${name}`);
  const key = ["unauthorized", "forbidden", "unknown_key"].includes(code);
  let text = known ? t(`error.${name}.text`, { count: limits.photosPerProbe ?? 0, limit: bytes(problem.limit ?? limits.bodyBytes ?? 0) }) : (problem.detail ?? "");
  const one = photos > 1 && Number.isInteger(problem.photo);
  const files = problem.files ?? [];
  if (files.length) text += ` ${t("error.files", { count: files.length, names: list(files) })}`;
  if (one) text += ` ${t("error.inPhoto", { number: problem.photo + 1, count: photos })}`;
  return {
    title: known ? t(`error.${name}`) : (problem.title ?? t("error.other")), text, tips: tips.filter((tip) => tip !== "wait" || photos).map((tip) => t(`tip.${tip}`)),
    ways: files.length && photos ? ["withoutFiles", "choose"] : one ? ["leaveOut", ...ways.filter((w) => w !== "anyway")] : key && !photos ? [] : ways,
    wait: code in WAITS ? Math.min(120, Math.ceil(problem.retryAfter ?? WAITS[code])) : 0,
    key, requestId: known && code !== "internal" ? null : problem.requestId,
  };
}
