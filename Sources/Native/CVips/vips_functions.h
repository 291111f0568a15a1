#pragma once
// Private to this target: the table of bound functions and the enum values of libvips that are
// part of its ABI.
#include "CVips.h"

typedef struct VipsImage VipsImage;
typedef struct VipsRegion VipsRegion;

typedef int vips_load_buffer(void *bytes, size_t length, VipsImage **out, ...);
typedef int vips_save_buffer(VipsImage *in, void **bytes, size_t *length, ...);

typedef struct vips_functions {
    int (*init)(const char *program);
    const char *(*version_string)(void);
    void (*concurrency_set)(int threads);
    void (*cache_set_max)(int operations);
    void (*operation_block_set)(const char *name, int blocked);
    size_t (*type_find)(const char *base, const char *nickname);
    void (*thread_shutdown)(void);
    const char *(*error_buffer)(void);
    void (*error_clear)(void);

    vips_load_buffer *load_jpeg, *load_png, *load_webp, *load_gif, *load_tiff, *load_heif;
    vips_save_buffer *save_jpeg, *save_png, *save_webp, *save_gif, *save_tiff, *save_heif;

    int (*image_width)(const VipsImage *image);
    int (*image_height)(const VipsImage *image);
    int (*image_bands)(const VipsImage *image);
    int (*image_format)(const VipsImage *image);
    int (*image_interpretation)(const VipsImage *image);
    int (*image_orientation)(VipsImage *image);
    int (*image_has_alpha)(VipsImage *image);
    VipsImage *(*image_from_memory)(const void *samples, size_t size, int width, int height,
                                    int bands, int format);
    void *(*image_to_memory)(VipsImage *image, size_t *size);
    VipsRegion *(*region_new)(VipsImage *image);
    void *(*region_fetch)(VipsRegion *region, int left, int top, int width, int height,
                          size_t *size);
    int (*colourspace)(VipsImage *in, VipsImage **out, int space, ...);
    int (*copy)(VipsImage *in, VipsImage **out, ...);
    int (*cast)(VipsImage *in, VipsImage **out, int format, ...);
    int (*text)(VipsImage **out, const char *text, ...);

    void (*object_unref)(void *object);
    void (*memory_free)(void *memory);
    unsigned (*log_set_handler)(const char *domain, int levels, void *handler, void *data);
} vips_functions;

/// Filled by smb_vips_bind before any thread reads it.
extern vips_functions smb_vips;

/// How many messages libvips has logged on this thread.
extern _Thread_local unsigned smb_vips_log_count;

enum { FORMAT_UCHAR = 0, FORMAT_USHORT = 2 };
enum { SPACE_MULTIBAND = 0, SPACE_B_W = 1, SPACE_CMYK = 15, SPACE_RGB = 17, SPACE_SRGB = 22,
       SPACE_RGB16 = 25, SPACE_GREY16 = 26 };
enum { ACCESS_SEQUENTIAL = 1 };
enum { FAIL_ON_ERROR = 2, FAIL_ON_WARNING = 3 };
