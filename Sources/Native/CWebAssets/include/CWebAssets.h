// The files of the page, compiled in by the C compiler's #embed.
//
// As an array literal in Swift 100 kB take the compiler 20 seconds; this takes a blink, and a changed
// file is noticed like a changed header.
#ifndef CWEBASSETS_H
#define CWEBASSETS_H

#include <stddef.h>

/// One file: its path below the folder of assets (ASCII, ends with 0), and its bytes. Both live as
/// long as the process and are never written.
typedef struct smb_web_asset {
    const char *name;
    const unsigned char *bytes;
    size_t length;
} smb_web_asset;

/// How many files there are.
size_t smb_web_asset_count(void);

/// A file, in ascending order of names; `index` is below the count. Any thread.
const smb_web_asset *smb_web_asset_at(size_t index);

#endif
