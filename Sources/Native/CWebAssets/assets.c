// The files of the page. Written by scripts/list-assets; the compiler reads the files themselves.
#include "CWebAssets.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file_0[] = {
#embed "../../Door/WebPage/Assets/index.html" suffix(,)
0};
static const unsigned char file_1[] = {
#embed "../../Door/WebPage/Assets/mark.svg" suffix(,)
0};
static const unsigned char file_2[] = {
#embed "../../Door/WebPage/Assets/page.css" suffix(,)
0};
static const unsigned char file_3[] = {
#embed "../../Door/WebPage/Assets/robots.txt" suffix(,)
0};

static const smb_web_asset assets[] = {
    {"index.html", file_0, sizeof file_0 - 1},
    {"mark.svg", file_1, sizeof file_1 - 1},
    {"page.css", file_2, sizeof file_2 - 1},
    {"robots.txt", file_3, sizeof file_3 - 1},
};

size_t smb_web_asset_count(void) { return sizeof assets / sizeof *assets; }

const smb_web_asset *smb_web_asset_at(size_t index) { return &assets[index]; }
