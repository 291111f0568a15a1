// The files of the page. Written by scripts/list-assets; the compiler reads the files themselves.
#include "CWebAssets.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file_0[] = {
#embed "../../Door/WebPage/Assets/admin.ar.js" suffix(,)
0};
static const unsigned char file_1[] = {
#embed "../../Door/WebPage/Assets/admin.css" suffix(,)
0};
static const unsigned char file_2[] = {
#embed "../../Door/WebPage/Assets/admin.de.js" suffix(,)
0};
static const unsigned char file_3[] = {
#embed "../../Door/WebPage/Assets/admin.en.js" suffix(,)
0};
static const unsigned char file_4[] = {
#embed "../../Door/WebPage/Assets/admin.fr.js" suffix(,)
0};
static const unsigned char file_5[] = {
#embed "../../Door/WebPage/Assets/admin.html" suffix(,)
0};
static const unsigned char file_6[] = {
#embed "../../Door/WebPage/Assets/admin.js" suffix(,)
0};
static const unsigned char file_7[] = {
#embed "../../Door/WebPage/Assets/align.js" suffix(,)
0};
static const unsigned char file_8[] = {
#embed "../../Door/WebPage/Assets/api.html" suffix(,)
0};
static const unsigned char file_9[] = {
#embed "../../Door/WebPage/Assets/api.js" suffix(,)
0};
static const unsigned char file_10[] = {
#embed "../../Door/WebPage/Assets/app.css" suffix(,)
0};
static const unsigned char file_11[] = {
#embed "../../Door/WebPage/Assets/app.js" suffix(,)
0};
static const unsigned char file_12[] = {
#embed "../../Door/WebPage/Assets/camera.js" suffix(,)
0};
static const unsigned char file_13[] = {
#embed "../../Door/WebPage/Assets/card.js" suffix(,)
0};
static const unsigned char file_14[] = {
#embed "../../Door/WebPage/Assets/clip.js" suffix(,)
0};
static const unsigned char file_15[] = {
#embed "../../Door/WebPage/Assets/compare.js" suffix(,)
0};
static const unsigned char file_16[] = {
#embed "../../Door/WebPage/Assets/dom.js" suffix(,)
0};
static const unsigned char file_17[] = {
#embed "../../Door/WebPage/Assets/drawn-group.svg" suffix(,)
0};
static const unsigned char file_18[] = {
#embed "../../Door/WebPage/Assets/drawn-third.svg" suffix(,)
0};
static const unsigned char file_19[] = {
#embed "../../Door/WebPage/Assets/drawn-twin.svg" suffix(,)
0};
static const unsigned char file_20[] = {
#embed "../../Door/WebPage/Assets/drawn-you.svg" suffix(,)
0};
static const unsigned char file_21[] = {
#embed "../../Door/WebPage/Assets/errors.js" suffix(,)
0};
static const unsigned char file_22[] = {
#embed "../../Door/WebPage/Assets/everyone.js" suffix(,)
0};
static const unsigned char file_23[] = {
#embed "../../Door/WebPage/Assets/explain.js" suffix(,)
0};
static const unsigned char file_24[] = {
#embed "../../Door/WebPage/Assets/faces.js" suffix(,)
0};
static const unsigned char file_25[] = {
#embed "../../Door/WebPage/Assets/filters.js" suffix(,)
0};
static const unsigned char file_26[] = {
#embed "../../Door/WebPage/Assets/flow.js" suffix(,)
0};
static const unsigned char file_27[] = {
#embed "../../Door/WebPage/Assets/frame.js" suffix(,)
0};
static const unsigned char file_28[] = {
#embed "../../Door/WebPage/Assets/i18n.js" suffix(,)
0};
static const unsigned char file_29[] = {
#embed "../../Door/WebPage/Assets/index.html" suffix(,)
0};
static const unsigned char file_30[] = {
#embed "../../Door/WebPage/Assets/intake.js" suffix(,)
0};
static const unsigned char file_31[] = {
#embed "../../Door/WebPage/Assets/manifest.webmanifest" suffix(,)
0};
static const unsigned char file_32[] = {
#embed "../../Door/WebPage/Assets/mark.svg" suffix(,)
0};
static const unsigned char file_33[] = {
#embed "../../Door/WebPage/Assets/morph.js" suffix(,)
0};
static const unsigned char file_34[] = {
#embed "../../Door/WebPage/Assets/page.js" suffix(,)
0};
static const unsigned char file_35[] = {
#embed "../../Door/WebPage/Assets/privacy.ar.js" suffix(,)
0};
static const unsigned char file_36[] = {
#embed "../../Door/WebPage/Assets/privacy.de.js" suffix(,)
0};
static const unsigned char file_37[] = {
#embed "../../Door/WebPage/Assets/privacy.fr.js" suffix(,)
0};
static const unsigned char file_38[] = {
#embed "../../Door/WebPage/Assets/privacy.html" suffix(,)
0};
static const unsigned char file_39[] = {
#embed "../../Door/WebPage/Assets/problems.js" suffix(,)
0};
static const unsigned char file_40[] = {
#embed "../../Door/WebPage/Assets/quality.js" suffix(,)
0};
static const unsigned char file_41[] = {
#embed "../../Door/WebPage/Assets/results.js" suffix(,)
0};
static const unsigned char file_42[] = {
#embed "../../Door/WebPage/Assets/robots.txt" suffix(,)
0};
static const unsigned char file_43[] = {
#embed "../../Door/WebPage/Assets/state.js" suffix(,)
0};
static const unsigned char file_44[] = {
#embed "../../Door/WebPage/Assets/strings.ar.js" suffix(,)
0};
static const unsigned char file_45[] = {
#embed "../../Door/WebPage/Assets/strings.de.js" suffix(,)
0};
static const unsigned char file_46[] = {
#embed "../../Door/WebPage/Assets/strings.en.js" suffix(,)
0};
static const unsigned char file_47[] = {
#embed "../../Door/WebPage/Assets/strings.fr.js" suffix(,)
0};
static const unsigned char file_48[] = {
#embed "../../Door/WebPage/Assets/theme.js" suffix(,)
0};
static const unsigned char file_49[] = {
#embed "../../Door/WebPage/Assets/wording.js" suffix(,)
0};
static const unsigned char file_50[] = {
#embed "../../Door/WebPage/Assets/words.js" suffix(,)
0};

static const smb_web_asset assets[] = {
    {"admin.ar.js", file_0, sizeof file_0 - 1},
    {"admin.css", file_1, sizeof file_1 - 1},
    {"admin.de.js", file_2, sizeof file_2 - 1},
    {"admin.en.js", file_3, sizeof file_3 - 1},
    {"admin.fr.js", file_4, sizeof file_4 - 1},
    {"admin.html", file_5, sizeof file_5 - 1},
    {"admin.js", file_6, sizeof file_6 - 1},
    {"align.js", file_7, sizeof file_7 - 1},
    {"api.html", file_8, sizeof file_8 - 1},
    {"api.js", file_9, sizeof file_9 - 1},
    {"app.css", file_10, sizeof file_10 - 1},
    {"app.js", file_11, sizeof file_11 - 1},
    {"camera.js", file_12, sizeof file_12 - 1},
    {"card.js", file_13, sizeof file_13 - 1},
    {"clip.js", file_14, sizeof file_14 - 1},
    {"compare.js", file_15, sizeof file_15 - 1},
    {"dom.js", file_16, sizeof file_16 - 1},
    {"drawn-group.svg", file_17, sizeof file_17 - 1},
    {"drawn-third.svg", file_18, sizeof file_18 - 1},
    {"drawn-twin.svg", file_19, sizeof file_19 - 1},
    {"drawn-you.svg", file_20, sizeof file_20 - 1},
    {"errors.js", file_21, sizeof file_21 - 1},
    {"everyone.js", file_22, sizeof file_22 - 1},
    {"explain.js", file_23, sizeof file_23 - 1},
    {"faces.js", file_24, sizeof file_24 - 1},
    {"filters.js", file_25, sizeof file_25 - 1},
    {"flow.js", file_26, sizeof file_26 - 1},
    {"frame.js", file_27, sizeof file_27 - 1},
    {"i18n.js", file_28, sizeof file_28 - 1},
    {"index.html", file_29, sizeof file_29 - 1},
    {"intake.js", file_30, sizeof file_30 - 1},
    {"manifest.webmanifest", file_31, sizeof file_31 - 1},
    {"mark.svg", file_32, sizeof file_32 - 1},
    {"morph.js", file_33, sizeof file_33 - 1},
    {"page.js", file_34, sizeof file_34 - 1},
    {"privacy.ar.js", file_35, sizeof file_35 - 1},
    {"privacy.de.js", file_36, sizeof file_36 - 1},
    {"privacy.fr.js", file_37, sizeof file_37 - 1},
    {"privacy.html", file_38, sizeof file_38 - 1},
    {"problems.js", file_39, sizeof file_39 - 1},
    {"quality.js", file_40, sizeof file_40 - 1},
    {"results.js", file_41, sizeof file_41 - 1},
    {"robots.txt", file_42, sizeof file_42 - 1},
    {"state.js", file_43, sizeof file_43 - 1},
    {"strings.ar.js", file_44, sizeof file_44 - 1},
    {"strings.de.js", file_45, sizeof file_45 - 1},
    {"strings.en.js", file_46, sizeof file_46 - 1},
    {"strings.fr.js", file_47, sizeof file_47 - 1},
    {"theme.js", file_48, sizeof file_48 - 1},
    {"wording.js", file_49, sizeof file_49 - 1},
    {"words.js", file_50, sizeof file_50 - 1},
};

size_t smb_web_asset_count(void) { return sizeof assets / sizeof *assets; }

const smb_web_asset *smb_web_asset_at(size_t index) { return &assets[index]; }
