#pragma once
// The few functions of libvips and GLib this program uses, behind plain C types.
//
// libvips is opened at run time, so this builds without its headers; the ABI of libvips.so.42 has
// been kept since version 8.0, and the functions used here are all there from 8.12 on.
//
// Ownership: whatever a function gives is freed by the function named in its comment.
// Threads: after smb_vips_bind returned 0 every function may be called from any thread; one
// smb_vips_picture belongs to one thread.
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The codecs that are let in; everything else libvips can load stays blocked.
enum smb_vips_codec {
    SMB_VIPS_JPEG = 0,
    SMB_VIPS_PNG = 1,
    SMB_VIPS_WEBP = 2,
    SMB_VIPS_GIF = 3,
    SMB_VIPS_TIFF = 4,
    SMB_VIPS_HEIF = 5,
};

/// Binds the functions from an open library, starts libvips and blocks every loader but the six
/// above. Call it once, before anything else and from one thread.
///
/// Gives 0, or 1 when a function is missing (`message` names it), or 2 when libvips refuses to
/// start (`message` is its reason). `message` is always terminated.
int smb_vips_bind(void *library, char *message, size_t message_capacity);

/// The version libvips reports, such as "8.14.1"; static.
const char *smb_vips_version(void);

/// Whether this libvips was built with, or has a plug-in for, reading the codec: 1 or 0.
int smb_vips_can_read(enum smb_vips_codec codec);

/// What the header of a picture says, before any pixel is decoded.
typedef struct smb_vips_picture {
    /// Columns and rows as stored (not turned), already divided by `shrink`.
    int32_t width;
    int32_t height;
    /// Samples a pixel, 1 to 4; 2 and 4 carry alpha last.
    int32_t bands;
    /// Bytes a sample: 1, or 2 in the machine's byte order.
    int32_t sample_bytes;
    /// EXIF orientation, 1 to 8; 1 when there is none.
    int32_t orientation;
    void *image;
    void *region;
} smb_vips_picture;

/// Reads a picture's header. The bytes must stay where they are until the picture is closed.
///
/// `strict` 1 makes codec warnings fail the picture, not only errors and an early end.
/// `shrink` is 1, or for JPEG 2, 4 or 8: the decoder itself then works on fewer coefficients.
/// Gives 0, or -1 when the header is unusable. On 0 close it with smb_vips_picture_close.
int smb_vips_picture_open(const void *bytes, size_t length, enum smb_vips_codec codec,
                          int32_t strict, int32_t shrink, smb_vips_picture *picture);

/// Makes the samples 8-bit sRGB (one or three bands, and alpha if there was one), for the kinds
/// that are not grey or RGB of 8 or 16 bits by themselves: CMYK, Lab, float, palettes of odd depth.
///
/// Call it at most once, before the first row is read. Gives 0, or -1.
int smb_vips_picture_make_srgb(smb_vips_picture *picture);

/// Whether the samples are grey or RGB of 8 or 16 bits, so that nothing needs converting: 1 or 0.
int smb_vips_picture_is_plain(const smb_vips_picture *picture);

/// Decodes the next rows into `samples` (rows * width * bands * sample_bytes bytes), on this thread.
///
/// Rows must be asked for from top to bottom without gaps. Gives 0, or -1 when they are damaged.
int smb_vips_picture_read(smb_vips_picture *picture, int32_t top, int32_t rows, void *samples);

/// Frees what the picture holds; closing twice is fine.
///
/// Gives 0, or -1 when the codec warned about the picture's data, which it tells only now if it
/// noticed in the last rows. A picture not read to its end says nothing useful here.
int smb_vips_picture_close(smb_vips_picture *picture);

/// Frees what libvips keeps for the calling thread; call it after a picture's work is done.
void smb_vips_thread_release(void);

/// How a picture is to be written.
typedef struct smb_vips_encoding {
    enum smb_vips_codec codec;
    /// 1 to 100; ignored by PNG and GIF and, when lossless, by the others.
    int32_t quality;
    /// 1: no loss, where the codec can (WebP, HEIF).
    int32_t lossless;
    /// 1: AV1 rather than HEVC inside HEIF.
    int32_t av1;
    /// 1: several scans (JPEG) or passes (PNG).
    int32_t interlaced;
    /// 1: turn RGB into CMYK first (JPEG, TIFF).
    int32_t cmyk;
} smb_vips_encoding;

/// Writes interleaved samples (1 to 4 bands of 1 or 2 bytes) as a file in memory.
///
/// Gives 0 and a buffer to free with smb_vips_bytes_free, or -1.
int smb_vips_encode(const void *samples, int32_t width, int32_t height, int32_t bands,
                    int32_t sample_bytes, const smb_vips_encoding *encoding, uint8_t **bytes,
                    size_t *length);

/// Draws a line of text as coverage, one byte a pixel (0 nothing, 255 ink), without padding.
///
/// `markup` is Pango markup, `font` a Pango font description whose size is in pixels (the text is
/// drawn at 72 dots an inch). Gives 0 and a buffer to free with smb_vips_bytes_free, or -1.
int smb_vips_text(const char *markup, const char *font, uint8_t **coverage, int32_t *width,
                  int32_t *height);

/// Frees a buffer of this library; NULL is fine.
void smb_vips_bytes_free(void *bytes);

#ifdef __cplusplus
}
#endif
