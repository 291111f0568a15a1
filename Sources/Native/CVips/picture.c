// Decoding: a header first, then rows from top to bottom on the caller's own thread.
//
// libvips' usual sinks hand the work to a thread of its pool and wait; fetching rows through a
// region does it here, which saves two context switches a picture and keeps the thread count ours.
#include "vips_functions.h"
#include <string.h>

static void release(void *object) {
    if (object) smb_vips.object_unref(object);
}

static VipsImage *load(const void *bytes, size_t length, enum smb_vips_codec codec,
                       int32_t strict, int32_t shrink) {
    VipsImage *image = NULL;
    void *start = (void *)bytes;
    int failed = -1;
    const int fail_on = strict ? FAIL_ON_WARNING : FAIL_ON_ERROR;
#define COMMON "access", ACCESS_SEQUENTIAL, "fail_on", fail_on
    switch (codec) {
    case SMB_VIPS_JPEG:
        failed = smb_vips.load_jpeg(start, length, &image, COMMON, "shrink", (int)shrink, NULL);
        break;
    case SMB_VIPS_PNG: failed = smb_vips.load_png(start, length, &image, COMMON, NULL); break;
    case SMB_VIPS_WEBP: failed = smb_vips.load_webp(start, length, &image, COMMON, NULL); break;
    case SMB_VIPS_GIF: failed = smb_vips.load_gif(start, length, &image, COMMON, NULL); break;
    case SMB_VIPS_TIFF: failed = smb_vips.load_tiff(start, length, &image, COMMON, NULL); break;
    case SMB_VIPS_HEIF: failed = smb_vips.load_heif(start, length, &image, COMMON, NULL); break;
    }
#undef COMMON
    if (failed) {
        release(image);
        return NULL;
    }
    return image;
}

static void describe(smb_vips_picture *picture) {
    VipsImage *image = picture->image;
    picture->width = smb_vips.image_width(image);
    picture->height = smb_vips.image_height(image);
    picture->bands = smb_vips.image_bands(image);
    picture->sample_bytes = smb_vips.image_format(image) == FORMAT_USHORT ? 2 : 1;
}

int smb_vips_picture_open(const void *bytes, size_t length, enum smb_vips_codec codec,
                          int32_t strict, int32_t shrink, smb_vips_picture *picture) {
    memset(picture, 0, sizeof *picture);
    picture->image = load(bytes, length, codec, strict, shrink);
    if (!picture->image) {
        smb_vips.error_clear();
        return -1;
    }
    describe(picture);
    int orientation = smb_vips.image_orientation(picture->image);
    picture->orientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
    return 0;
}

int smb_vips_picture_is_plain(const smb_vips_picture *picture) {
    VipsImage *image = picture->image;
    int format = smb_vips.image_format(image);
    int space = smb_vips.image_interpretation(image);
    int bands = smb_vips.image_bands(image);
    if (bands < 1 || bands > 4) return 0;
    if (format == FORMAT_UCHAR)
        return space == SPACE_SRGB || space == SPACE_RGB || (space == SPACE_B_W && bands <= 2);
    if (format == FORMAT_USHORT)
        return space == SPACE_RGB16 || (space == SPACE_GREY16 && bands <= 2);
    return 0;
}

static int replace(smb_vips_picture *picture, VipsImage *next) {
    release(picture->image);
    picture->image = next;
    describe(picture);
    return 0;
}

int smb_vips_picture_make_srgb(smb_vips_picture *picture) {
    VipsImage *next = NULL;
    if (smb_vips.colourspace(picture->image, &next, SPACE_SRGB, NULL)) goto failed;
    replace(picture, next);
    if (smb_vips.image_format(picture->image) != FORMAT_UCHAR) {
        next = NULL;
        if (smb_vips.cast(picture->image, &next, FORMAT_UCHAR, NULL)) goto failed;
        replace(picture, next);
    }
    if (picture->bands < 1 || picture->bands > 4) goto failed;
    return 0;
failed:
    release(next);
    smb_vips.error_clear();
    return -1;
}

int smb_vips_picture_read(smb_vips_picture *picture, int32_t top, int32_t rows, void *samples) {
    if (!picture->region) picture->region = smb_vips.region_new(picture->image);
    size_t expected = (size_t)picture->width * (size_t)rows * (size_t)picture->bands
                      * (size_t)picture->sample_bytes;
    size_t size = 0;
    void *fetched = picture->region
                        ? smb_vips.region_fetch(picture->region, 0, top, picture->width, rows,
                                                &size)
                        : NULL;
    if (!fetched || size != expected) {
        smb_vips.memory_free(fetched);
        smb_vips.error_clear();
        return -1;
    }
    memcpy(samples, fetched, size);
    smb_vips.memory_free(fetched);
    return 0;
}

int smb_vips_picture_close(smb_vips_picture *picture) {
    unsigned before = smb_vips_log_count;
    release(picture->region);
    release(picture->image);
    memset(picture, 0, sizeof *picture);
    return smb_vips_log_count == before ? 0 : -1;
}
