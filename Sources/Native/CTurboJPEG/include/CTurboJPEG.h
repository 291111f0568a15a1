#pragma once
// The few functions of libturbojpeg that decode a JPEG in one go, behind plain C types.
//
// The library is opened at run time, so this builds without its headers; the functions bound here
// are in every libturbojpeg.so.0 since 2.0, also in 3.x.
//
// Threads: after smb_tj_bind gave 0 every function may be called from any thread; one decoder
// belongs to one thread at a time. Pictures are decoded by the calling thread, in memory.
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How the samples of a JPEG are stored.
enum smb_tj_colours {
    SMB_TJ_RGB = 0,
    SMB_TJ_YCBCR = 1,
    SMB_TJ_GREY = 2,
    SMB_TJ_CMYK = 3,
    SMB_TJ_YCCK = 4,
};

/// What the header says: pixels as stored, and an smb_tj_colours.
typedef struct smb_tj_header {
    int32_t width;
    int32_t height;
    int32_t colours;
} smb_tj_header;

/// Binds the functions from an open library. Gives 0, or 1 when one is missing (`message` names
/// it and is always terminated).
int smb_tj_bind(void *library, char *message, size_t message_capacity);

/// A decoder; `NULL` without memory. Free it with smb_tj_close.
void *smb_tj_open(void);

/// Reads the header of a file. Gives 0, or 1 when it is none.
int smb_tj_read_header(void *decoder, const uint8_t *bytes, size_t length, smb_tj_header *header);

/// Decodes a whole file to interleaved 8-bit RGB, rows without gaps, top first.
///
/// `width` and `height` are those of the header, or all of them halved, quartered or divided by 8
/// and rounded up; `rgb` has room for 3 * width * height bytes. Gives 0, or 1 when the codec had
/// anything to say against the file: then `rgb` may be half filled.
int smb_tj_decode(void *decoder, const uint8_t *bytes, size_t length, int32_t width,
                  int32_t height, uint8_t *rgb);

/// Frees a decoder; `NULL` is allowed.
void smb_tj_close(void *decoder);

#ifdef __cplusplus
}
#endif
