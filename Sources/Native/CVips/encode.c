// Writing files in memory.
#include "vips_functions.h"

static void release(void *object) {
    if (object) smb_vips.object_unref(object);
}

// Samples in memory come without a colour space; savers read it to choose theirs.
static VipsImage *with_space(VipsImage *plain, int32_t bands, int32_t sample_bytes) {
    int grey = bands <= 2;
    int space = sample_bytes == 2 ? (grey ? SPACE_GREY16 : SPACE_RGB16)
                                  : (grey ? SPACE_B_W : SPACE_SRGB);
    VipsImage *image = NULL;
    if (smb_vips.copy(plain, &image, "interpretation", space, NULL)) return NULL;
    return image;
}

static VipsImage *wrap(const void *samples, int32_t width, int32_t height, int32_t bands,
                       int32_t sample_bytes, int cmyk) {
    size_t size = (size_t)width * (size_t)height * (size_t)bands * (size_t)sample_bytes;
    int format = sample_bytes == 2 ? FORMAT_USHORT : FORMAT_UCHAR;
    VipsImage *plain =
        smb_vips.image_from_memory(samples, size, width, height, bands, format);
    if (!plain) return NULL;
    VipsImage *image = with_space(plain, bands, sample_bytes);
    release(plain);
    if (!image || !cmyk) return image;
    VipsImage *inked = NULL;
    int failed = smb_vips.colourspace(image, &inked, SPACE_CMYK, NULL);
    release(image);
    return failed ? NULL : inked;
}

static int save(VipsImage *image, const smb_vips_encoding *e, void **bytes, size_t *length) {
    enum { compression_hevc = 1, compression_av1 = 4, compression_lzw = 5 };
    switch (e->codec) {
    case SMB_VIPS_JPEG:
        return smb_vips.save_jpeg(image, bytes, length, "Q", e->quality, "interlace",
                                  e->interlaced, NULL);
    case SMB_VIPS_PNG:
        return smb_vips.save_png(image, bytes, length, "compression", 6, "interlace",
                                 e->interlaced, NULL);
    case SMB_VIPS_WEBP:
        return smb_vips.save_webp(image, bytes, length, "Q", e->quality, "lossless", e->lossless,
                                  NULL);
    case SMB_VIPS_GIF: return smb_vips.save_gif(image, bytes, length, NULL);
    case SMB_VIPS_TIFF:
        return smb_vips.save_tiff(image, bytes, length, "compression", compression_lzw, NULL);
    case SMB_VIPS_HEIF:
        return smb_vips.save_heif(image, bytes, length, "Q", e->quality, "lossless", e->lossless,
                                  "compression", e->av1 ? compression_av1 : compression_hevc,
                                  NULL);
    }
    return -1;
}

int smb_vips_encode(const void *samples, int32_t width, int32_t height, int32_t bands,
                    int32_t sample_bytes, const smb_vips_encoding *encoding, uint8_t **bytes,
                    size_t *length) {
    *bytes = NULL;
    *length = 0;
    VipsImage *image = wrap(samples, width, height, bands, sample_bytes, encoding->cmyk);
    void *written = NULL;
    int failed = !image || save(image, encoding, &written, length) || !written;
    release(image);
    if (failed) {
        smb_vips.error_clear();
        return -1;
    }
    *bytes = written;
    return 0;
}

int smb_vips_text(const char *markup, const char *font, uint8_t **coverage, int32_t *width,
                  int32_t *height) {
    VipsImage *image = NULL;
    *coverage = NULL;
    if (smb_vips.text(&image, markup, "font", font, "dpi", 72, NULL)) {
        release(image);
        smb_vips.error_clear();
        return -1;
    }
    *width = smb_vips.image_width(image);
    *height = smb_vips.image_height(image);
    size_t size = 0;
    if (smb_vips.image_bands(image) == 1 && smb_vips.image_format(image) == FORMAT_UCHAR)
        *coverage = smb_vips.image_to_memory(image, &size);
    release(image);
    smb_vips.error_clear();
    return *coverage ? 0 : -1;
}
